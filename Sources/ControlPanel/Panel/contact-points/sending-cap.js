import { element } from "../frame/element.js";
import { call } from "../frame/api.js";
import { numberField } from "../parts/fields.js";
import { table } from "../parts/table.js";

/// How much may be sent in a day, and what was. `{element, portion}`
export async function sendingCap({ path, signal }) {
    const first = await call("GET", path, { signal });
    const field = numberField({
        name: "unitsPerDay", label: "At most, in a day", value: first.body.unitsPerDay, least: 0, unit: "units",
        help: "Segments, for phone numbers. Empty for any amount. What goes beyond it is refused.",
    });
    const spent = element("div", null);
    const take = ({ body, tag }) => {
        spent.replaceChildren(...spending(body));
        return { tag, values: { unitsPerDay: body.unitsPerDay ?? null } };
    };
    const reload = async () => take(await call("GET", path, { signal }));
    const portion = {
        fields: [field], reload, ...take(first),
        async save({ unitsPerDay }, tag) {
            if (unitsPerDay !== null) return take(await call("PUT", path, { body: { unitsPerDay }, tag }));
            await call("DELETE", path, { tag });
            return reload();
        },
    };
    return {
        portion,
        element: element("section", { class: "card" }, element("h2", null, "Sending cap"), field.element, spent),
    };
}

function spending({ days }) {
    if (days.length === 0) return [element("p", { class: "faint" }, "Nothing was sent of late.")];
    return [element("details", null,
        element("summary", null, `Sent on the latest day, ${days[0].day}: ${days[0].units}`),
        table({
            caption: "What was sent, day by day",
            columns: [
                { label: "Day", isMain: true, cell: (day) => day.day },
                { label: "Units", isNumber: true, cell: (day) => String(day.units) },
            ],
            items: days,
        }))];
}
