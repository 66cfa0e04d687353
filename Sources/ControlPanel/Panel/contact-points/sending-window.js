import { element } from "../frame/element.js";
import { call } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { Field, switchField } from "../parts/fields.js";
import { time } from "../parts/time.js";

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// When notifications may leave: at any time, or in hours of the week.
///
/// - Gives `{element, portion, renew}`; `renew` shows it by another time zone.
export async function sendingWindow({ path, signal }) {
    let shown = await call("GET", path, { signal });
    const limited = switchField({
        name: "limited", label: "Notifications leave in certain hours only", value: shown.body.hours !== undefined,
        help: "Outside of them notifications wait. Replies, conversations that are started and confirmations of a STOP never do.",
    });
    const ranges = days.map((day) => new DayField(day, shown.body.hours?.[day] ?? []));
    const state = element("p", { class: "row" });
    const week = element("fieldset", null,
        element("legend", null, "Hours"),
        element("p", { class: "help" },
            "Such as 08:00-12:00, 13:00-20:00. A range that ends before it begins goes past midnight."),
        element("div", { class: "sending-hours" }, ranges.map((field) => field.element)));
    const draw = () => {
        week.hidden = !limited.value;
        const { isOpen, opensAt, timeZone } = shown.body;
        state.replaceChildren(
            isOpen ? badge("Open now", "good") : badge("Closed now", "minded"),
            element("span", { class: "faint" },
                !isOpen && (opensAt ? ["Opens ", time(opensAt), ". "] : "There are no hours in which it opens. "),
                `By the clock of ${timeZone}.`));
    };
    limited.element.addEventListener("change", draw);
    draw();

    const take = (answer) => {
        shown = answer;
        const hours = days.map((day) => [`hours.${day}`, answer.body.hours?.[day] ?? []]);
        return { tag: answer.tag, values: { limited: answer.body.hours !== undefined, ...Object.fromEntries(hours) } };
    };
    const wanted = () => limited.value
        ? { hours: Object.fromEntries(ranges.filter((field) => field.value.length > 0).map((field) => [field.day, field.value])) }
        : {};
    const portion = {
        fields: [limited, ...ranges], tag: shown.tag, taken: draw,
        save: async (_, tag) => take(await call("PUT", path, { body: wanted(), tag })),
        reload: async () => take(await call("GET", path, { signal })),
    };
    async function renew() {
        const { body } = await call("GET", path, { signal });
        shown.body = { ...body, hours: shown.body.hours };
        draw();
    }
    return {
        portion, renew,
        element: element("section", { class: "card" }, element("h2", null, "Sending window"), state, limited.element, week),
    };
}

/// The hours of one day, as they are typed.
class DayField extends Field {
    constructor(day, value) {
        const control = element("input", { type: "text", autocomplete: "off", spellcheck: "false", placeholder: "closed" });
        const write = (ranges) => { control.value = ranges.join(", "); };
        write(value);
        super({
            name: `hours.${day}`, label: day[0].toUpperCase() + day.slice(1), control, write,
            read: () => control.value.split(",").map(rangeOf).filter((range) => range !== ""),
        });
        this.day = day;
    }
}

/// `8-12:30` is `08:00-12:30`; what is no range stays as it is, and the gateway says so.
function rangeOf(text) {
    const match = text.trim().match(/^(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?$/);
    if (!match) return text.trim();
    const [, from, fromMinute = "00", to, toMinute = "00"] = match;
    return `${from.padStart(2, "0")}:${fromMinute}-${to.padStart(2, "0")}:${toMinute}`;
}
