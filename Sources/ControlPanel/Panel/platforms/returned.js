import { element } from "../frame/element.js";
import { router } from "../frame/router.js";
import { copyable } from "../parts/copy.js";
import { Connecting } from "./connecting.js";
import { connectedCard } from "./connected.js";
import { keptSession } from "./kept-session.js";

/// Back from a page of the platform: its answer stands in this page's address.
///
/// Only what was begun in this tab of the browser is answered with it, so that nobody can finish somebody else's connecting
/// by a link. Otherwise the address is shown, for whoever began elsewhere.
export async function show({ query, signal }) {
    const kept = keptSession.read();
    const address = location.href;
    if (!kept) return query.size > 0 ? elsewhere(address) : nothing();
    router.note("/connecting/returned");
    const screen = element("div");
    const home = element("a", { href: `/panel${kept.home}`, class: "button" }, "Back to where you began");
    const steps = new Connecting({
        title: kept.title, level: 1, home: kept.home, signal,
        done: (connected) => {
            const card = connectedCard(connected, { level: 1, actions: [home] });
            screen.replaceChildren(card);
            card.querySelector("h1").focus();
        },
        left: () => router.go(kept.home, { replace: true }),
    });
    screen.append(steps.element);
    steps.resume(kept);
    if (query.size > 0 && kept.question?.kind === "open" && kept.question.returns) await steps.answer({ text: address });
    return { element: screen, title: kept.title };
}

function elsewhere(address) {
    return element("section", null,
        element("h1", null, "You are back"),
        element("p", null, "Nothing waits for this in this tab of the browser. If you began elsewhere, give this address as the "
            + "answer to the step that sent you away:"),
        copyable(address));
}

function nothing() {
    return element("section", null,
        element("h1", null, "Nothing is being connected"),
        element("p", null, "Connecting begins at a contact point, on the tab of its platform. ",
            element("a", { href: "/panel/contact-points" }, "To the contact points")));
}
