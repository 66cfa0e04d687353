import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { follow } from "../frame/live.js";
import { textField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { PagedTable } from "../parts/table.js";
import { showSecret, stateBadge, subscriberFields } from "./subscriber-parts.js";

/// Who is called with events: systems of one's own.
export async function show({ signal }) {
    const list = new PagedTable({
        caption: "Subscribers", read: () => api.get("/subscribers", { signal }),
        empty: "Nobody is called yet. A subscriber is an address of a system of yours that is told of each event, signed.",
        columns: [
            { label: "Name", isMain: true, cell: (one) => element("a", { href: `/panel/subscribers/${one.id}` }, one.label) },
            { label: "Address", cell: (one) => element("code", null, one.url) },
            { label: "State", cell: (one) => [stateBadge(one.state), one.stateReason && ` ${one.stateReason}`].filter(Boolean) },
            { label: "Events", cell: (one) => one.events.length === 0 ? "All" : badge(`${one.events.length} types`) },
            { label: "Contact points", cell: (one) => one.contactPoints.length === 0 ? "All" : one.contactPoints.join(", ") },
            { label: "Read up to", isNumber: true, cell: (one) => String(one.position) },
        ],
    });
    await list.load();
    follow((event) => { if (event.type === "subscriber.disabled") list.load(); }, { signal, missed: () => list.load() });
    return element("section", null,
        element("div", { class: "heading" },
            element("h1", null, "Subscribers"), button("New subscriber", () => make(signal), { kind: "primary" })),
        element("p", { class: "about" }, "Each event is posted to them in order, until they take it; for three days of failing at most."),
        list.element);
}

async function make(signal) {
    const points = (await api.get("/contact-points", { signal })).items;
    const label = textField({ name: "label", label: "Name", isRequired: true, maxlength: 100 });
    const url = textField({
        name: "url", label: "Address", type: "url", isRequired: true, isWide: true, placeholder: "https://crm.example.com/gatehouse",
        help: "It is called by POST, and answers with 200 once it has stored what it got.",
    });
    const made = await askForm({
        title: "New subscriber", isWide: true, fields: [label, url, ...subscriberFields(points)], label: "Make it",
        act: (values) => api.post("/subscribers", values),
    });
    if (!made) return;
    await showSecret(made.secret);
    await router.go(`/subscribers/${made.id}`);
}
