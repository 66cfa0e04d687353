import { element } from "../frame/element.js";

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
        element("tbody", null, items.map((item) => {
            const made = element("tr", null, columns.map((column) =>
                element(column.isMain ? "th" : "td", {
                    scope: column.isMain ? "row" : null, "data-label": column.label, class: column.isNumber ? "number" : null,
                }, column.cell(item) ?? "")));
            row?.(made, item);
            return made;
        })));
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

    constructor({ read, ...given }) {
        this.#read = read;
        this.#given = given;
    }

    get items() { return this.#items; }

    /// Reads the list anew, from its beginning.
    async load() {
        const page = await this.#read(null);
        this.#items = page.items;
        this.#next = page.next;
        this.#draw();
        return this;
    }

    async #more(button) {
        button.disabled = true;
        const page = await this.#read(this.#next);
        this.#items.push(...page.items);
        this.#next = page.next;
        this.#draw();
    }

    #draw() {
        this.element.replaceChildren(table({ ...this.#given, items: this.#items }));
        if (this.#next) {
            const more = element("button", { type: "button", onclick: () => this.#more(more) }, "More");
            this.element.append(more);
        }
    }
}
