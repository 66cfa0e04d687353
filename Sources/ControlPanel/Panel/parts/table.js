import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { say } from "./notice.js";
import { redraw } from "./redraw.js";

/// A table that becomes a list of cards where there is no room.
///
/// - `columns`: `[{label, cell: (item) => element or text, isMain, isNumber}]`
/// - `caption`: what it shows, for screen readers.
export function table({ caption, columns, items, empty = "There is nothing here yet.", row = null }) {
    if (items.length === 0) return element("p", { class: "empty" }, empty);
    return element("table", { class: "list" },
        element("caption", { class: "unseen" }, caption),
        element("thead", null, element("tr", null, columns.map((column) =>
            element("th", { scope: "col", class: column.isNumber ? "number" : null }, column.label)))),
        element("tbody", null, items.map((item) => line(columns, item, row))));
}

function line(columns, item, row) {
    const made = element("tr", null, columns.map((column) =>
        element(column.isMain ? "th" : "td", {
            scope: column.isMain ? "row" : null, "data-label": column.label, class: column.isNumber ? "number" : null,
        }, column.cell(item) ?? "")));
    row?.(made, item);
    return made;
}

/// Reads a list of the API as `PagedTable` wants it: `address` with a cursor from the second page on.
export function pages(address, { signal } = {}) {
    const glue = address.includes("?") ? "&" : "?";
    return (cursor) => api.get(cursor ? `${address}${glue}cursor=${encodeURIComponent(cursor)}` : address, { signal });
}

/// A list that is read page by page: a table, and a button for more.
///
/// `read(cursor)` gives a page of the API, `{items, next}`.
export class PagedTable {
    element = element("div", { class: "paged" });
    #items = [];
    #next = null;
    #given;
    #read;
    #reading = 0;

    constructor({ read, ...given }) {
        this.#read = read;
        this.#given = given;
    }

    get items() { return this.#items; }

    /// Reads the list anew, from its beginning.
    async load() {
        const reading = this.#reading += 1;
        const page = await this.#read(null);
        // It was read once more meanwhile: that one knows better.
        if (reading !== this.#reading) return this;
        this.#items = page.items;
        this.#next = page.next;
        this.#draw();
        return this;
    }

    /// Shows one more at the beginning, and leaves what is seen, and has the focus, as it is.
    addFirst(item) {
        this.#items.unshift(item);
        const body = this.element.querySelector("tbody");
        if (body) body.prepend(line(this.#given.columns, item, this.#given.row));
        else this.#draw();
    }

    async #more(button) {
        button.setAttribute("aria-disabled", "true");
        try {
            const reading = this.#reading;
            const page = await this.#read(this.#next);
            if (reading !== this.#reading) return;
            this.#items.push(...page.items);
            this.#next = page.next;
            const known = this.element.querySelectorAll("tbody tr").length;
            this.#draw();
            (this.element.querySelector(":scope > button") ?? this.element.querySelectorAll("tbody tr")[known])?.focus();
        } catch (error) {
            button.removeAttribute("aria-disabled");
            say(error.message);
        }
    }

    #draw() {
        redraw(this.element, table({ ...this.#given, items: this.#items }));
        if (this.#next) {
            const more = element("button", {
                type: "button", onclick: () => { if (!more.hasAttribute("aria-disabled")) this.#more(more); },
            }, "More");
            this.element.append(more);
        }
    }
}
