import { element, newID } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { choiceField, textField } from "../parts/fields.js";
import { momentField } from "../parts/moment-field.js";
import { Complaint } from "../parts/notice.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";
import { showFaults } from "../parts/faults.js";
import { Actors } from "../people/actors.js";
import { changeOf } from "./audit-change.js";

/// Kinds of actions that are worth a suggestion. Others may be typed.
const kinds = [
    "denied", "log-in", "log-in.failed", "api-key", "user", "role", "password", "second-factor", "session", "contact-point",
    "connection", "platform-app", "clientSettings", "timers", "sending-cap", "stop-list", "opt-out", "message", "customer", "subscriber",
    "quarantine",
];

/// Who changed what, and who was not allowed to.
export async function show({ query, signal }) {
    const actors = await Actors.read(signal);
    const suggestions = element("datalist", { id: newID("kinds") }, kinds.map((kind) => element("option", { value: kind })));
    const actor = choiceField({
        name: "actor", label: "Who", value: query.get("actor") ?? "",
        choices: [{ value: "", label: "Anybody" }, ...actors.choices(query.get("actor"))],
    });
    const action = textField({
        name: "action", label: "What", value: query.get("action") ?? "", placeholder: "stop-list, or denied", spellcheck: "false",
    });
    action.control.setAttribute("list", suggestions.id);
    const subject = textField({
        name: "subject", label: "To what", value: query.get("subject") ?? "", placeholder: "contact-point/sales", spellcheck: "false",
    });
    const since = momentField({ name: "since", label: "From", value: query.get("since") });
    const until = momentField({ name: "until", label: "Before", value: query.get("until") });
    const fields = [actor, action, subject, since, until];
    const chosen = () => new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value.trim()]));

    const complaint = new Complaint();
    const download = element("a", { class: "button", download: "" }, "Download as CSV");
    const list = new PagedTable({
        caption: "Audit log, newest first", empty: "Nothing was done that fits.",
        read: (cursor) => {
            const wanted = chosen();
            if (cursor) wanted.set("cursor", cursor);
            return api.get(`/audit?${wanted}`, { signal });
        },
        columns: [
            { label: "Time", cell: (entry) => time(entry.at) },
            { label: "Who", cell: (entry) => actors.link(entry.actor) },
            { label: "What", isMain: true, cell: (entry) => element("code", null, entry.action) },
            { label: "To what", cell: (entry) => actors.subject(entry.subject) },
            { label: "Change", cell: changeOf },
        ],
    });

    async function read() {
        complaint.clear();
        for (const field of fields) field.complain(null);
        const wanted = chosen();
        download.href = `/v1/audit.csv${wanted.size > 0 ? `?${wanted}` : ""}`;
        router.note(`/audit${wanted.size > 0 ? `?${wanted}` : ""}`);
        try {
            await list.load();
        } catch (error) {
            // The whole screen is for administrators.
            if (error.status === 403) throw error;
            showFaults(error, fields);
            complaint.show(error);
        }
    }

    const form = element("form", { class: "filters" }, fields.map((field) => field.element), suggestions,
        element("div", { class: "actions" },
            element("button", { type: "submit" }, "Show"),
            element("button", { type: "button", class: "quiet", onclick: () => {
                for (const field of fields) field.value = "";
                read();
            } }, "Clear")));
    form.addEventListener("submit", (event) => { event.preventDefault(); read(); });
    form.addEventListener("change", read);
    await read();
    return element("section", { class: "audit" },
        element("div", { class: "heading" }, element("h1", null, "Audit log"), download),
        element("p", { class: "about" }, "Every change of the configuration and every denial. Secrets are masked; nothing can be "
            + "taken out of it."),
        form, complaint.element, list.element);
}
