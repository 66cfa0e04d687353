import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { ask } from "../parts/dialog.js";
import { table } from "../parts/table.js";
import { time } from "../parts/time.js";

const outcomes = {
    accepted: "The platform took it", retry: "To be tried again", refused: "Refused", reconnect: "The connection was refused", unknown: "Cut off; not known",
};

/// Everything that was done to send a message: each call to the platform, and what came of it.
export async function showAttempts(id) {
    const { parts, attempts } = await api.get(path`/messages/${id}`);
    await ask({
        title: "How this message was sent", actions: [], cancel: "Close", isWide: true,
        content: element("div", null,
            parts.length > 1 && element("p", null, `It went in ${parts.length} parts.`),
            table({
                caption: "Calls to the platform", items: attempts, empty: "The platform was not called.",
                columns: [
                    { label: "When", isMain: true, cell: (one) => time(one.startedAt) },
                    { label: "Part", isNumber: true, cell: (one) => String(one.part) },
                    { label: "Outcome", cell: (one) => `${outcomes[one.outcome] ?? "Under way"}${one.possibleDuplicate ? ", perhaps a second time" : ""}` },
                    { label: "Why", cell: (one) => (one.reason ? `${one.reason.explanation}${one.reason.platformCode ? ` (code ${one.reason.platformCode})` : ""}` : "") },
                ],
            })),
    });
}
