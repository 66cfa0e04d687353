import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { table } from "../parts/table.js";
import { time } from "../parts/time.js";
import { Health } from "./health.js";

const telling = [
    "connection.stateChanged", "connection.checklistChanged", "connection.sendingChanged", "clientSettings.changed",
    "availability.changed", "agent.presenceChanged",
];

/// All contact points, with how each fares; those that are archived stand apart.
export async function show({ signal }) {
    const [points, platforms] = await Promise.all([api.get("/contact-points", { signal }), api.get("/platforms", { signal })]);
    const inUse = points.items.filter((point) => !point.archivedAt);
    const archived = points.items.filter((point) => point.archivedAt);
    const healths = new Map(inUse.map((point) => [point.id, new Health(point, platforms.items, signal)]));
    const readAll = () => Promise.all([...healths.values()].map((health) => health.read()));
    readAll();
    follow((event) => {
        if (!telling.includes(event.type)) return;
        const own = healths.get(event.data?.contactPoint);
        if (own) own.read();
        else readAll();
    }, { signal, missed: readAll });

    return element("div", null,
        element("div", { class: "heading" },
            element("h1", null, "Contact points"),
            mayDo("administrator") && button("New contact point",
                async () => (await import("./new-contact-point.js")).makeContactPoint(), { kind: "primary" })),
        element("p", { class: "faint" }, "Each is a line of business towards customers: sales, service, a language. It has "
            + "platforms, a stop list, timers and roles of its own."),
        table({
            caption: "Contact points in use",
            columns: [
                { label: "Contact point", isMain: true, cell: named },
                { label: "Platforms", cell: (point) => healths.get(point.id).element },
                { label: "Language", cell: (point) => point.language },
                { label: "Time zone", cell: (point) => point.timeZone },
            ],
            items: inUse,
        }),
        archived.length > 0 && element("section", { class: "archived" },
            element("h2", null, "Archived"),
            element("p", { class: "faint" }, "Their conversations stay; they send nothing more."),
            table({
                caption: "Archived contact points",
                columns: [
                    { label: "Contact point", isMain: true, cell: named },
                    { label: "Archived", cell: (point) => time(point.archivedAt) },
                ],
                items: archived,
            })));
}

function named(point) {
    return element("span", null,
        element("a", { href: path`/panel/contact-points/${point.id}` }, point.label), " ",
        element("code", { class: "faint" }, point.id));
}
