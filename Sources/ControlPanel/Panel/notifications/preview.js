import { element } from "../frame/element.js";
import { table } from "../parts/table.js";
import { time } from "../parts/time.js";
import { previewText } from "../inbox/segments.js";

/// What a notification would be: the text as it would leave, what it costs, who would not get it and why.
export function previewOf(preview) {
    const { parts, units, cost, unitsLeft, accepted, recipients, refused, opensAt } = preview;
    const isCounted = parts.some((part) => part.encoding);
    return element("section", { class: "card", "aria-labelledby": "preview-title" },
        element("h2", { id: "preview-title" }, "Preview"),
        parts.map((part) => element("p", { class: "preview-text" }, part.text ?? `${part.media} files`)),
        element("p", { class: "segments" }, previewText(preview, { isNotification: true })),
        element("p", null, element("strong", null, `${accepted.toLocaleString()} of ${recipients.toLocaleString()} would get it`),
            isCounted ? `, at ${units} ${units === 1 ? "segment" : "segments"} each: ${cost.toLocaleString()} in all.` : "."),
        unitsLeft !== undefined && unitsLeft < cost && element("p", { class: "warning-box" },
            `Today’s cap leaves ${unitsLeft.toLocaleString()} more; what is above that is refused.`),
        opensAt && element("p", { class: "warning-box" }, "The sending window is closed. It waits until ", time(opensAt), "."),
        refused.length > 0 && element("div", null, element("h3", null, `${refused.length.toLocaleString()} would be refused`), refusals(refused)));
}

/// Who was or would be refused, and why.
export function refusals(refused) {
    return table({
        caption: "Refused recipients", items: refused,
        columns: [
            { label: "Recipient", isMain: true, cell: (one) => one.to },
            { label: "Why", cell: (one) => one.reason?.explanation },
        ],
    });
}
