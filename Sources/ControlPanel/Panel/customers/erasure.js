import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { textField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { table } from "../parts/table.js";
import { time } from "../parts/time.js";

const counted = {
    conversations: "Conversations", messages: "Messages", files: "Files", references: "References", names: "Names", liftedStops: "Lifted opt-outs",
    transcripts: "Transcripts", unrouted: "Messages for no address of ours", quarantined: "Quarantined requests", keptAnswers: "Kept answers",
};

const left = {
    messagesUnderWay: "Messages under way", stopList: "Stop list", events: "Event log", audit: "Audit log", subscribers: "Subscribers",
    mailedTranscripts: "Mailed transcripts", platforms: "Platforms", backups: "Backups",
};

/// Asks seriously, erases, and gives what was erased and what is left; `null` where nothing was.
export async function askToErase({ kind, address }) {
    const typed = textField({ name: "address", label: `Type ${address} to erase this customer`, isRequired: true });
    return askForm({
        title: "Erase this customer for good?", fields: [typed], label: "Erase for good", kind: "danger",
        about: element("p", null, "Every conversation, message and file of this customer goes, at every contact point. What waits to be sent is withdrawn. ",
            element("strong", null, "Nobody can bring it back.")),
        act: async () => {
            if (typed.value.trim() === address) return api.post(path`/customers/${kind}/${address}/erase`);
            throw Object.assign(new Error("Nothing was erased."), {
                status: 422, fields: [{ field: typed.name, reason: `It must be ${address}, exactly.` }],
            });
        },
    });
}

/// What an erasure removed and left.
export function erasureReport(report) {
    return element("section", { class: "card", "aria-labelledby": "erased-title", tabindex: -1 },
        element("h2", { id: "erased-title" }, "Erased"),
        element("ul", { class: "counts" }, Object.entries(report.erased).filter(([, count]) => count > 0)
            .map(([name, count]) => element("li", null, `${counted[name] ?? name}: ${count.toLocaleString()}`))),
        element("h3", null, "What is left, and why"),
        table({
            caption: "What is left", items: report.remains, empty: "Nothing is left.",
            columns: [
                { label: "Where", isMain: true, cell: (one) => left[one.what] ?? one.what },
                { label: "How much", isNumber: true, cell: (one) => one.count?.toLocaleString() ?? "not known" },
                { label: "Why", cell: (one) => one.why },
                { label: "Until", cell: (one) => (one.until ? time(one.until) : "") },
            ],
        }),
        element("p", { class: "faint" }, `The audit log has it as ${report.id}, without the address.`));
}
