import { element } from "../frame/element.js";
import { path } from "../frame/api.js";
import { table } from "../parts/table.js";
import { modeLabel, paceText, stateOf, verdictBadge } from "./words.js";

/// The connections of a platform at a contact point, as a table.
///
/// - `checklists`: the last run of each, where they may be seen. `change(connection)`: offered where it is given.
export function connectionTable({ platform, connections, apps, checklists, change = null }) {
    const addressOf = (id) => connections.find((one) => one.id === id)?.address ?? id;
    const hasModes = platform.sendingModes.length > 1;
    const asksWhoAnswers = platform.optOutReplies === "carrier";
    return table({
        caption: `Connections on ${platform.label}`, items: connections,
        empty: `No ${platform.addressLabel} is connected here yet.`,
        columns: [
            {
                label: "Address", isMain: true,
                cell: (one) => element("a", { href: path`/panel/connections/${one.id}`, "data-key": one.id }, one.address),
            },
            { label: "State", cell: stateOf },
            ...(checklists ? [{
                label: "Checklist",
                cell: (one) => element("div", { class: "row" },
                    checklists.has(one.id) && verdictBadge(checklists.get(one.id).overall),
                    element("a", { href: path`/panel/connections/${one.id}`, "aria-label": `Checklist of ${one.address}` }, "View")),
            }] : []),
            ...(hasModes ? [{
                label: "Type",
                cell: (one) => element("span", null, modeLabel(one.sending.mode), one.sending.mode === "standard" ? null
                    : element("span", { class: "faint" }, one.sending.divertsTo
                        ? `, answers leave from ${addressOf(one.sending.divertsTo)}` : ", nothing answers in its place")),
            }] : []),
            ...(asksWhoAnswers ? [{
                label: "STOP is answered by", cell: (one) => one.optOutReplies === "carrier" ? "the carrier" : "the gateway",
            }] : []),
            { label: "Pace", cell: (one) => paceText(one.pacing) },
            ...(apps ? [{ label: "Through", cell: (one) => apps.find((app) => app.id === one.app)?.label ?? one.app }] : []),
            ...(change ? [{
                label: "Change",
                cell: (one) => element("button", {
                    type: "button", "aria-label": `Change ${one.address}`, "data-key": `change-${one.id}`, onclick: () => change(one),
                }, "Change"),
            }] : []),
        ],
    });
}
