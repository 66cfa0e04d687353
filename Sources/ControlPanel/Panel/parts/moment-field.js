import { Field } from "./fields.js";
import { element } from "../frame/element.js";

/// A time, by the clock of this browser; the value is as the API has times, or `null`.
export function momentField({ value = null, ...given }) {
    const control = element("input", { type: "datetime-local", class: "moment" });
    const write = (text) => { control.value = text ? local(new Date(text)) : ""; };
    write(value);
    return new Field({
        ...given, control, write,
        read: () => control.value === "" ? null : new Date(control.value).toISOString(),
    });
}

/// `2026-01-31T18:59`, as the clock on the wall shows it.
function local(date) {
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
