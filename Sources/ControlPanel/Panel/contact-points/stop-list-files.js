import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { button } from "../parts/button.js";
import { Field, switchField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { table } from "../parts/table.js";

/// Stop lists as CSV files: of this contact point, or of all.
///
/// - `imported`: called after an import.
export function stopListFiles(contactPoint, imported) {
    const own = path`/contact-points/${contactPoint.id}/stop-list.csv`;
    const all = "/stop-list.csv";
    return element("div", { class: "stop-files" }, taking(own, all), bringing(own, all, imported));
}

function taking(own, all) {
    const across = switchField({
        name: "across", label: "Export Across Contact Points", help: "The stop lists of all contact points in one file.",
    });
    const link = element("a", { class: "button", href: `/v1${own}`, download: "" }, "Export CSV");
    across.element.addEventListener("change", () => { link.href = `/v1${across.value ? all : own}`; });
    return element("section", { class: "card" }, element("h2", null, "Export"), across.element, link);
}

function bringing(own, all, imported) {
    const control = element("input", { type: "file", accept: ".csv,text/csv" });
    const file = new Field({
        name: "file", label: "CSV file", control, read: () => control.files[0] ?? null, write: () => { control.value = ""; },
        help: "As an export makes it, or any with a column address. Importing takes nobody off, and may be repeated.",
    });
    const across = switchField({
        name: "across", label: "Import across contact points",
        help: "Each line names its contact point, as in an export across contact points.",
    });
    const complaint = new Complaint();
    const report = element("div", { role: "status" });
    return element("section", { class: "card" },
        element("h2", null, "Import"), file.element, across.element, complaint.element,
        button("Import CSV", async () => {
            const chosen = file.value;
            file.complain(chosen ? null : "Choose a file.");
            if (!chosen) return file.focus();
            report.replaceChildren(element("p", null, "The file is being read…"));
            try {
                const answer = await api.post(across.value ? all : own, chosen, { type: "text/csv" });
                report.replaceChildren(...reported(answer));
                await imported();
            } catch (error) {
                report.replaceChildren();
                throw error;
            }
        }, { complaint }),
        report);
}

function reported(answer) {
    const counts = [
        `${answer.added} added`, `${answer.already} were on the list already`,
        answer.outdated > 0 && `${answer.outdated} have texted START since`, answer.refused > 0 && `${answer.refused} refused`,
    ].filter(Boolean).join(", ");
    const many = answer.lines === 1 ? "1 line" : `${answer.lines} lines`;
    return [
        element("p", null, `${many}: ${counts}.`),
        answer.ignoredColumns.length > 0
            && element("p", { class: "faint" }, `Columns that mean nothing here: ${answer.ignoredColumns.join(", ")}.`),
        answer.refusals.length > 0 && table({
            caption: "Lines that were refused",
            columns: [
                { label: "Line", isMain: true, cell: (one) => String(one.line) }, { label: "Why", cell: (one) => one.reason },
            ],
            items: answer.refusals,
        }),
    ].filter(Boolean);
}
