import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { button } from "../parts/button.js";
import { tabs } from "../parts/tabs.js";
import { PagedTable, pages } from "../parts/table.js";
import { time } from "../parts/time.js";

/// What platforms sent and the gateway could not take: requests that did not verify, and messages to nobody's address.
export async function show({ query, signal }) {
    const isUnrouted = query.get("show") === "unrouted";
    const apps = (await api.get("/platform-apps", { signal })).items;
    const app = { label: "Through", cell: (one) => apps.find((app) => app.id === one.app)?.label ?? one.app };
    const list = isUnrouted ? new PagedTable({
        caption: "Messages to addresses nobody has registered", read: pages("/unrouted", { signal }),
        empty: "There is none. Here stands what was written to a number or page of yours that belongs to no contact point.",
        columns: [
            { label: "Time", cell: (one) => time(one.receivedAt) },
            { label: "To", isMain: true, cell: (one) => one.address },
            { label: "From", cell: (one) => one.from },
            { label: "Text", cell: (one) => one.text },
            app,
        ],
    }) : new PagedTable({
        caption: "Rejected requests", read: pages("/quarantine", { signal }),
        empty: "Nothing was rejected in the last seven days. Here stands what did not verify, as with a wrong secret.",
        columns: [
            { label: "Time", cell: (one) => time(one.receivedAt) },
            { label: "Reason", isMain: true, cell: (one) => element("a", { href: `/panel/rejected/${one.id}` }, one.reason) },
            app,
            { label: "Size", isNumber: true, cell: (one) => `${one.byteCount} bytes` },
        ],
    });
    await list.load();
    return element("section", null,
        element("div", { class: "heading" }, element("h1", null, "Rejected"), button("Refresh", () => list.load())),
        tabs("Rejected", [
            { label: "Requests that did not verify", address: "/rejected", isHere: !isUnrouted },
            { label: "Messages to nobody’s address", address: "/rejected?show=unrouted", isHere: isUnrouted },
        ]),
        element("p", { class: "about" }, isUnrouted
            ? "Register the address at a contact point, and what comes from then on arrives. These stay here."
            : ["They are kept for seven days. When a secret was wrong, mend it under ", element("a", { href: "/panel/health" }, "Health"),
                ", open the request, and verify it again."]),
        list.element);
}
