import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { PagedTable, pages } from "../parts/table.js";
import { time } from "../parts/time.js";

/// The calls that were made to the platform for a connection, and what came back: without secrets, texts and addresses.
export async function traces(connection, { signal }) {
    const list = new PagedTable({
        read: pages(path`/connections/${connection}/traces?limit=20`, { signal }),
        caption: "Calls to the platform", empty: "The platform was not called in the last week.",
        columns: [
            { label: "When", cell: (call) => time(call.startedAt) },
            { label: "Call", isMain: true, cell: (call) => element("div", null, element("code", null, `${call.method} ${call.url}`), content(call)) },
            { label: "Answer", cell: answer },
            { label: "Took", isNumber: true, cell: (call) => `${call.milliseconds} ms` },
        ],
    });
    await list.load();
    return element("section", { class: "card", id: "calls", "aria-labelledby": "calls-heading" },
        element("div", { class: "heading" }, element("h2", { id: "calls-heading" }, "Calls to the platform"),
            button("Read anew", () => list.load())),
        element("p", { class: "faint" }, "Of the last week. Secrets, texts and customers' addresses are left out; ‹12› stands for "
            + "12 characters."),
        list.element);
}

function answer(call) {
    if (call.status === undefined || call.status === null) return element("span", null, badge("No answer", "bad"), ` ${call.failure ?? ""}`);
    return badge(String(call.status), call.status < 400 ? "good" : "bad");
}

function content(call) {
    if (!call.request && !call.reply) return null;
    return element("details", null, element("summary", null, "Content"),
        call.request && [element("p", { class: "label" }, "Sent"), element("pre", null, call.request)],
        call.reply && [element("p", { class: "label" }, "Came back"), element("pre", null, call.reply)]);
}
