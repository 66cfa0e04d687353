import { element } from "../frame/element.js";
import { call } from "../frame/api.js";
import { choiceField, numberField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { table } from "../parts/table.js";

const standard = "standard", limited = "limited", unlimited = "unlimited";

/// How much a key may send in a day, so that one that has leaked cannot spend a fortune.
export async function askCap(address, key) {
    const { body: cap, tag } = await call("GET", address);
    const isUnlimited = cap.unitsPerDay === undefined;
    const kind = choiceField({
        name: "kind", label: "In a day", value: cap.isStandard ? standard : isUnlimited ? unlimited : limited,
        choices: [
            { value: standard, label: "The standard" }, { value: limited, label: "So many units" },
            { value: unlimited, label: "Any amount" },
        ],
    });
    const units = numberField({
        name: "unitsPerDay", label: "Units", value: isUnlimited ? null : cap.unitsPerDay, least: 0, most: 1_000_000_000,
        help: "A text message has one unit for each of its segments.",
    });
    const refresh = () => { units.element.hidden = kind.value !== limited; };
    kind.element.addEventListener("change", refresh);
    refresh();
    const now = cap.isStandard ? "the standard" : "set";
    return await askForm({
        title: `Sending cap of ${key.label}`, label: "Save", fields: [kind, units],
        about: element("div", null,
            element("p", null, `${isUnlimited ? "Any amount" : `${cap.unitsPerDay.toLocaleString()} units`} a day, ${now}.`),
            table({
                caption: "Sent of late", items: cap.days.slice(0, 7), empty: "It has sent nothing of late.",
                columns: [
                    { label: "Day", isMain: true, cell: (one) => one.day },
                    { label: "Units", isNumber: true, cell: (one) => one.units.toLocaleString() },
                ],
            })),
        act: async ({ kind, unitsPerDay }) => {
            if (kind === standard) await call("DELETE", address, { tag });
            else await call("PUT", address, { tag, body: kind === limited ? { unitsPerDay: unitsPerDay ?? 0 } : {} });
            return true;
        },
    }) ? "The cap is saved." : undefined;
}
