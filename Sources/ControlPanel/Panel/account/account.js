import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { me, mayDo, recall } from "../frame/session.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";
import { levelLabel } from "../people/levels.js";
import { facts } from "../parts/facts.js";
import { browserName } from "./browser-name.js";
import { passwordForm } from "./password-form.js";

/// What somebody can do about their own account.
export async function show({ signal }) {
    await recall();
    const sessions = new PagedTable({
        caption: "Your sessions", read: () => api.get("/sessions", { signal }),
        columns: [
            { label: "Where", isMain: true, cell: (one) => element("span", { title: one.agent ?? null }, browserName(one.agent)) },
            { label: "Address", cell: (one) => one.address },
            { label: "Signed in", cell: (one) => time(one.createdAt) },
            { label: "Last used", cell: (one) => time(one.lastUsedAt) },
            { label: "Ends at the latest", cell: (one) => time(one.expiresAt) },
            { label: "Action", cell: (one) => one.isThisOne ? badge("This one", "good") : button("End", async () => {
                await api.delete(path`/sessions/${one.id}`);
                await sessions.load();
                return "The session is ended.";
            }, { "aria-label": `End the session in ${browserName(one.agent)}` }) },
        ],
    });
    await sessions.load();
    return element("section", null,
        element("div", { class: "heading" }, element("h1", null, "Your account")),
        element("div", { class: "card" },
            element("h2", null, "Who you are"),
            facts([["Name", me.name], ["E-mail address", me.email], ["Level", levelLabel(me.level)]]),
            mayDo("administrator")
                ? element("p", null, element("a", { href: `/panel/users/${me.id}` }, "Change name, e-mail address and roles"))
                : element("p", { class: "faint" }, "An administrator can change these.")),
        element("div", { class: "card" },
            element("h2", null, "Second factor"),
            element("p", null, me.secondFactor.isActive ? badge("Set up", "good") : badge("None", "minded"),
                me.secondFactor.isActive ? ` ${me.secondFactor.recoveryCodesLeft} recovery codes are left. `
                    : " A code of an authenticator app keeps others out, even if they know your password. "),
            element("p", null, element("a", { href: "/panel/account/second-factor" },
                me.secondFactor.isActive ? "Recovery codes, or take it away" : "Set it up"))),
        element("div", { class: "card" }, element("h2", null, "Password"), passwordForm(() => sessions.load())),
        element("div", { class: "card" }, element("h2", null, "Sessions"),
            element("p", { class: "faint" }, "Where you are signed in. One that you do not know is not yours: end it, and change your "
                + "password."),
            sessions.element));
}
