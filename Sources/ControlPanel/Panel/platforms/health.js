import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { mayDo } from "../frame/session.js";
import { connectionName } from "../parts/connection-name.js";
import { onceAtATime, redraw } from "../parts/redraw.js";
import { table } from "../parts/table.js";
import { platformApps } from "./apps.js";
import { lastRuns } from "./last-runs.js";
import { stateOf, verdictBadge } from "./words.js";

/// How every connection of every contact point is doing, and the apps that they go through.
export async function show({ signal }) {
    const list = element("div");
    const summary = element("p", { role: "status" });
    const platforms = (await api.get("/platforms", { signal })).items;
    let connections = [];
    let checklists = new Map();

    async function read() {
        const [points, all] = await Promise.all([
            api.get("/contact-points", { signal }).then((page) => page.items),
            api.all("/connections?limit=200", { most: 10_000, signal }),
        ]);
        connections = points.flatMap((point) => all.filter((one) => one.contactPoint === point.id).map((one) => ({ ...one, point })));
        checklists = mayDo("manager") ? await lastRuns(connections, { signal }) : new Map();
        summary.textContent = allInAll();
        redraw(list, table({
            caption: "Connections", items: connections, columns: columns(),
            empty: "Nothing is connected yet. It is done at a contact point, on the tab of the platform.",
        }));
    }

    function allInAll() {
        if (connections.length === 0) return "";
        const verdict = (one) => one.state === "connected" ? checklists.get(one.id)?.overall : "red";
        const [wrong, minded] = ["red", "yellow"].map((word) => connections.filter((one) => verdict(one) === word).length);
        if (wrong + minded === 0) return "Everything is as it should be.";
        const parts = [];
        if (wrong > 0) parts.push(wrong === 1 ? "One connection is not right." : `${wrong} connections are not right.`);
        if (minded > 0) parts.push(minded === 1 ? "At one there is something to look at." : `At ${minded} there is something to look at.`);
        return parts.join(" ");
    }

    function columns() {
        const platformOf = (one) => platforms.find((platform) => platform.id === one.platform)?.label ?? one.platform;
        return [
            {
                label: "Connection", isMain: true,
                cell: (one) => element("a", { href: path`/panel/connections/${one.id}`, "data-key": one.id }, connectionName(one)),
            },
            {
                label: "Contact point",
                cell: (one) => element("a", { href: path`/panel/contact-points/${one.point.id}/${one.platform}` },
                    `${one.point.label}, ${platformOf(one)}`),
            },
            { label: "State", cell: stateOf },
            ...(mayDo("manager") ? [
                { label: "Checklist", cell: (one) => checklistCell(checklists.get(one.id)) },
                { label: "In and out", cell: (one) => traffic(checklists.get(one.id)) },
                {
                    label: "Calls", cell: (one) => element("a", {
                        href: path`/panel/connections/${one.id}` + "#calls", "aria-label": `Calls to the platform for ${connectionName(one)}`,
                    }, "Calls"),
                },
            ] : []),
        ];
    }

    await read();
    const apps = mayDo("manager") ? await platformApps({ platforms, connections: () => connections, signal }) : null;
    const changed = onceAtATime(read);
    follow((event) => { if (event.type.startsWith("connection.")) changed(); }, { signal, missed: changed, opened: changed });
    return element("div", { class: "health" }, element("h1", null, "Health"), summary, list, apps?.element);
}

/// What every platform's checklist says alike: when the last message came in, and what waits to leave.
const flows = ["inbound", "queue"];

/// The verdict, and each item that somebody should look at.
function checklistCell(checklist) {
    if (!checklist) return "";
    const wrong = checklist.items.filter((item) => !flows.includes(item.id) && ["red", "yellow"].includes(item.verdict));
    return element("div", null, verdictBadge(checklist.overall),
        wrong.length > 0 && element("ul", { class: "wrong-items" }, wrong.map((item) =>
            element("li", null, element("strong", null, `${item.title}: `), item.found))));
}

function traffic(checklist) {
    const items = checklist?.items.filter((item) => flows.includes(item.id) && item.verdict !== "unknown") ?? [];
    return element("div", null, items.map((item) => element("p", { class: item.verdict === "green" ? null : "minded" }, item.found)));
}
