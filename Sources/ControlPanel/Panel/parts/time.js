import { element } from "../frame/element.js";

const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/// A time of the API (RFC 3339), as short as it can be: the clock for today, the day before; the whole of it on hovering.
export function time(text) {
    const date = new Date(text);
    const isToday = date.toDateString() === new Date().toDateString();
    return element("time", { datetime: text, title: full.format(date) }, (isToday ? clock : day).format(date));
}

/// Seconds as a person types them: `90s`, `15m`, `2h`, `3d`.
export function lengthText(seconds) {
    for (const [unit, size] of [["d", 86400], ["h", 3600], ["m", 60]]) {
        if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
    }
    return `${seconds}s`;
}

/// What a person typed as seconds; `null` for nothing, `NaN` for what is no length of time.
export function lengthOf(text) {
    const trimmed = text.trim();
    if (trimmed === "") return null;
    const match = trimmed.match(/^(\d+)\s*([smhd]?)$/i);
    if (!match) return NaN;
    return Number(match[1]) * { s: 1, m: 60, h: 3600, d: 86400 }[(match[2] || "s").toLowerCase()];
}
