import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { button } from "../parts/button.js";
import { Complaint } from "../parts/notice.js";
import { time } from "../parts/time.js";
import { facts } from "../parts/facts.js";

/// A rejected request as it came. Whoever opens it stands in the audit log, for what customers wrote is in it.
export async function show({ params, signal }) {
    const list = await api.all("/quarantine?limit=200", { signal });
    const entry = list.find((one) => one.id === params.id);
    const complaint = new Complaint();
    const content = element("div");
    const open = async () => content.replaceChildren(asItCame(await api.get(path`/quarantine/${params.id}`, { signal })));
    content.replaceChildren(
        element("p", null, "What customers wrote may be in it. Whoever opens it is named in the audit log."),
        button("Open it", open, { complaint }));
    return element("section", null,
        element("p", null, element("a", { href: "/panel/rejected" }, "All rejected requests")),
        element("h1", null, "Rejected request"),
        entry ? facts([["Received", time(entry.receivedAt)], ["Reason", entry.reason], ["Size", `${entry.byteCount} bytes`]])
            : element("p", { class: "empty" }, "It is there no more: it was taken in, or is older than seven days."),
        complaint.element,
        entry && element("div", { class: "actions" }, button("Verify again and take it in", async () => {
            const { events } = await api.post(path`/quarantine/${params.id}/replay`);
            await router.go("/rejected");
            return `It verifies now, and was taken in: ${events} ${events === 1 ? "event" : "events"}.`;
        }, { kind: "primary", complaint })),
        entry && element("div", { class: "card as-it-came" }, element("h2", null, "As it came"), content));
}

function asItCame(request) {
    return element("div", null,
        facts([["Request", element("code", null, `${request.method} ${request.url}`)]]),
        element("h3", null, "Headers"),
        element("dl", { class: "change" }, request.headers.map((header) =>
            [element("dt", null, header.name), element("dd", null, element("code", null, header.value))])),
        element("h3", null, "Body"),
        element("pre", { class: "document", tabindex: 0, role: "region", "aria-label": "Body" }, request.body));
}
