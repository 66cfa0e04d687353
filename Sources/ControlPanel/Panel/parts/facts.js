import { element } from "../frame/element.js";

/// What is known of one thing: `[[label, value]]`. What has no value is left out.
export function facts(pairs) {
    return element("dl", { class: "facts" }, pairs
        .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false)
        .map(([label, value]) => element("div", null, element("dt", null, label), element("dd", null, value))));
}
