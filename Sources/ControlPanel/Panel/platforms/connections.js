import { element } from "../frame/element.js";
import { path } from "../frame/api.js";
import { connectionName, connectionWords } from "../parts/connection-name.js";
import { table } from "../parts/table.js";
import { capitalized, modeLabel, paceText, stateOf, verdictBadge } from "./words.js";

/// The connections of a platform at a contact point, as a table.
///
/// - `checklists`: the last run of each, where they may be seen. `change(connection)`: offered where it is given.
export function connectionTable({ platform, connections, apps, checklists, change = null }) {
    const nameOf = (id) => {
        const found = connections.find((one) => one.id === id);
        return found ? connectionName(found) : id;
    };
    const hasModes = platform.sendingModes.length > 1;
    const asksWhoAnswers = platform.optOutReplies === "carrier";
    return table({
        caption: `Connections on ${platform.label}`, items: connections,
        empty: `No ${platform.addressLabel} is connected here yet.`,
        columns: [
            {
                label: capitalized(platform.addressLabel), isMain: true,
                cell: (one) => element("a", { href: path`/panel/connections/${one.id}`, "data-key": one.id }, ...connectionWords(one)),
            },
            { label: "State", cell: stateOf },
            ...(checklists ? [{
                label: "Checklist",
                cell: (one) => element("div", { class: "row" },
                    checklists.has(one.id) && verdictBadge(checklists.get(one.id).overall),
                    element("a", { href: path`/panel/connections/${one.id}`, "aria-label": `Checklist of ${connectionName(one)}` }, "View")),
            }] : []),
            ...(hasModes ? [{
                label: "Type",
                cell: (one) => element("span", null, modeLabel(one.sending.mode), one.sending.mode === "standard" ? null
                    : element("span", { class: "faint" }, one.sending.divertsTo
                        ? `, answers leave from ${nameOf(one.sending.divertsTo)}` : ", nothing answers in its place")),
            }] : []),
            ...(asksWhoAnswers ? [{
                label: "STOP is answered by", cell: (one) => one.optOutReplies === "carrier" ? "the carrier" : "the gateway",
            }] : []),
            { label: "Pace", cell: (one) => paceText(one.pacing) },
            ...(apps ? [{ label: "Through", cell: (one) => apps.find((app) => app.id === one.app)?.label ?? one.app }] : []),
            ...(change ? [{
                label: "Change",
                cell: (one) => element("button", {
                    type: "button", "aria-label": `Change ${connectionName(one)}`, "data-key": `change-${one.id}`, onclick: () => change(one),
                }, "Change"),
            }] : []),
        ],
    });
}
