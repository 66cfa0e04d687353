import { element } from "../frame/element.js";

/// What was before and what is after, readable: only what differs of two documents; otherwise the two texts.
export function changeOf({ before, after }) {
    if (before === undefined && after === undefined) return "";
    const [was, is] = [documentIn(before), documentIn(after)];
    if ((was || is) && (was || before === undefined) && (is || after === undefined)) return differences(was ?? {}, is ?? {});
    return element("dl", { class: "change" },
        before !== undefined && [element("dt", null, "Before"), element("dd", null, readable(before))],
        after !== undefined && [element("dt", null, before === undefined ? "Details" : "After"), element("dd", null, readable(after))]);
}

function readable(text) { return text === "" ? "nothing" : text; }

/// The object that a text is, or `null`.
function documentIn(text) {
    if (!text?.startsWith("{")) return null;
    try { return JSON.parse(text); } catch { return null; }
}

function differences(was, is) {
    const [before, after] = [flat(was), flat(is)];
    const lines = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
    if (lines.length === 0) return "nothing";
    return element("dl", { class: "change" }, lines.map((name) => [
        element("dt", null, name),
        element("dd", null,
            before.has(name) && element("del", null, before.get(name)), before.has(name) && after.has(name) && " ",
            after.has(name) && element("ins", null, after.get(name))),
    ]));
}

/// `colors.primary` → `#59ad5d`.
function flat(value, name = "", found = new Map()) {
    if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
        for (const [key, inner] of Object.entries(value)) {
            const within = name ? `${name}.${key}` : key;
            flat(inner, Array.isArray(value) ? `${name}[${key}]` : within, found);
        }
    } else {
        found.set(name || "value", typeof value === "string" ? value : JSON.stringify(value));
    }
    return found;
}
