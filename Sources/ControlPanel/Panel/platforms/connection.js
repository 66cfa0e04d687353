import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { router } from "../frame/router.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { connectionName } from "../parts/connection-name.js";
import { confirm } from "../parts/dialog.js";
import { Complaint, say } from "../parts/notice.js";
import { onceAtATime, redraw } from "../parts/redraw.js";
import { appSettings, webhooks } from "./apps.js";
import { Checklist } from "./checklist.js";
import { connectedCard } from "./connected.js";
import { Connecting } from "./connecting.js";
import { changeConnection } from "./connection-form.js";
import { keptSession } from "./kept-session.js";
import { traces } from "./traces.js";
import { capitalized, modeLabel, optOutChoices, paceText, stateOf } from "./words.js";

/// A connection: how it is doing, what is wrong with it, what to do, and what was called for it.
export async function show({ params, signal }) {
    const here = path`/connections/${params.id}`;
    const [first, platforms] = await Promise.all([api.get(here, { signal }), api.get("/platforms", { signal })]);
    const platform = platforms.items.find((one) => one.id === first.platform);
    const [contactPoint, app] = await Promise.all([
        api.get(path`/contact-points/${first.contactPoint}`, { signal }),
        mayDo("manager") ? api.get(path`/platform-apps/${first.app}`, { signal }) : null,
    ]);
    const tab = path`/contact-points/${contactPoint.id}/${first.platform}`;
    const [state, actions, steps, choices] = [element("div"), element("div", { class: "actions" }), element("div"), element("div")];
    const complaint = new Complaint();
    const title = element("h1");
    let connection = first;
    let siblings = [];

    async function read() {
        const [now, all] = await Promise.all([
            api.get(here, { signal }), api.get(path`/contact-points/${contactPoint.id}/connections`, { signal }),
        ]);
        connection = now;
        siblings = all.items.filter((one) => one.platform === now.platform);
        title.textContent = connectionName(connection);
        redraw(state, stateOf(connection),
            connection.state !== "connected" && element("p", { class: "advice" }, "What is to be sent waits until it is connected "
                + "again; what comes in still comes in. ", mayDo("administrator") ? "" : "An administrator can reconnect it here."));
        redraw(actions, ...offers());
        redraw(choices, facts(connection, siblings, app, platform));
        checklist?.again();
    }

    function offers() {
        if (!mayDo("administrator")) return [];
        const isLost = connection.state !== "connected";
        return [
            !platform.servesClients && button("Reconnect", reconnect,
                { kind: isLost ? "primary" : null, complaint, "data-key": "reconnect" }),
            button("Change", change, { complaint, "data-key": "change" }),
            button("Remove", remove, { kind: "danger", complaint, "data-key": "remove" }),
        ];
    }

    function connecting() {
        const made = new Connecting({
            title: `Reconnect ${connectionName(connection)}`, home: here, signal,
            done: async (connected) => {
                const card = connectedCard(connected, { actions: [button("Close", () => steps.replaceChildren())] });
                steps.replaceChildren(card);
                card.querySelector("h2").focus();
                await Promise.all([read(), checklist?.load()]);
            },
            left: () => {
                steps.replaceChildren();
                actions.querySelector("button")?.focus();
            },
        });
        steps.replaceChildren(made.element);
        return made;
    }

    async function reconnect() {
        try {
            await connecting().begin({ connection: connection.id });
        } catch (error) {
            steps.replaceChildren();
            throw error;
        }
    }

    async function change() {
        if (!await changeConnection({ connection, platform, connections: siblings })) return;
        say("Saved.");
        await read();
    }

    async function remove() {
        const isGone = await confirm(`Remove ${connectionName(connection)}?`,
            `${contactPoint.label} neither gets nor sends anything by it any more. What its conversations hold stays.`, "Remove",
            { kind: "danger", act: () => api.delete(here) });
        if (isGone) await router.go(tab);
    }

    /// The item for which the connection was lost is mended by connecting again.
    function remedy(item) {
        const isWhy = connection.state !== "connected" && item.verdict === "red" && item.found === connection.stateReason;
        return isWhy && mayDo("administrator") && !platform.servesClients
            && button("Reconnect", reconnect, { complaint, "data-key": `reconnect-${item.id}` });
    }

    const checklist = mayDo("manager") ? new Checklist(first.id, { signal, ran: read, remedy }) : null;
    await Promise.all([read(), checklist?.load()]);
    const kept = keptSession.read();
    if (kept?.home === here) connecting().resume(kept);
    const changed = onceAtATime(() => Promise.all([read(), checklist?.load()]));
    follow((event) => {
        if (event.type.startsWith("connection.") && event.data?.connection?.id === first.id) changed();
    }, { signal, missed: changed, opened: changed });

    if (location.hash === "#calls") requestAnimationFrame(() => document.getElementById("calls")?.scrollIntoView());
    return {
        title: `${connectionName(first)} · ${platform.label}`,
        element: element("div", { class: "connection" },
            element("p", { class: "place" },
                element("a", { href: "/panel/contact-points" }, "Contact points"), element("span", { "aria-hidden": "true" }, " › "),
                element("a", { href: `/panel${tab}` }, `${contactPoint.label}, ${platform.label}`)),
            title,
            element("section", { class: "card", "aria-labelledby": "state" },
                element("h2", { id: "state" }, "State"), state, complaint.element, actions),
            steps, checklist?.element, choices,
            mayDo("manager") && await traces(first.id, { signal })),
    };
}

/// How it is set up, and where the platform is to call.
function facts(connection, siblings, app, platform) {
    const { mode, divertsTo } = connection.sending;
    const target = divertsTo && siblings.find((one) => one.id === divertsTo);
    const entry = (term, ...said) => element("div", null, element("dt", null, term), element("dd", null, ...said));
    return element("section", { class: "card", "aria-labelledby": "set-up" },
        element("h2", { id: "set-up" }, "Set-up"),
        element("dl", { class: "facts" },
            connection.label && entry(capitalized(platform.addressLabel), connection.address),
            platform.sendingModes.length > 1 && entry("Type", modeLabel(mode)),
            mode !== "standard" && entry("Answers leave from", target
                ? element("a", { href: path`/panel/connections/${target.id}`, "data-key": "target" }, connectionName(target)) : "nothing"),
            platform.optOutReplies === "carrier" && entry("STOP, START and HELP",
                optOutChoices.find((choice) => choice.value === connection.optOutReplies)?.label ?? connection.optOutReplies),
            entry("Pace", paceText(connection.pacing)),
            Object.entries(connection.settings).map(([key, value]) =>
                entry(platform.connectionSettings.find((field) => field.key === key)?.label ?? key, value)),
            app && entry("Through", element("a", { href: "/panel/health", "data-key": "app" }, app.label))),
        app && [appSettings(app, platform), webhooks(app)]);
}
