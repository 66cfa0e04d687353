import { element } from "../frame/element.js";

/// Parts of one thing, each with an address of its own: `[{label, address, isHere, note}]`.
export function tabs(label, items) {
    return element("nav", { class: "tabs", "aria-label": label }, element("ul", { role: "list" }, items.map((item) =>
        element("li", null, element("a", {
            href: `/panel${item.address}`, "aria-current": item.isHere ? "page" : null,
        }, item.label, item.note ?? null)))));
}
