import { element } from "../frame/element.js";

/// Days of the calendar: each with what it is called, and whether it comes again each year.
export class DatesInput {
    #rows = [];
    #list = element("ol", { role: "list" });
    #adder = element("button", {
        type: "button", onclick: () => {
            this.#add({ date: "" }).date.focus();
            this.#tell();
        },
    }, "Add a day");

    constructor(dates) {
        this.element = element("div", { class: "dates" }, this.#list, this.#adder);
        for (const date of dates) this.#add(date);
    }

    get value() {
        return this.#rows.map(({ date, label, yearly }) => ({
            date: date.value, ...label.value.trim() && { label: label.value.trim() }, ...yearly.checked && { yearly: true },
        }));
    }

    /// Which of them a fault is about.
    placed(place) {
        const index = Number(place.match(/\.dates\[(\d+)\]/)?.[1]);
        const row = this.#rows[index];
        return row && (row.label.value || row.date.value || `Day ${index + 1}`);
    }

    #add({ date, label, yearly }) {
        const row = {
            date: element("input", { type: "date", "aria-label": "Date" }),
            label: element("input", {
                "aria-label": "What it is", placeholder: "Christmas Day", maxlength: 100, autocomplete: "off",
            }),
            yearly: element("input", { type: "checkbox" }),
        };
        row.date.value = date;
        row.label.value = label ?? "";
        row.yearly.checked = yearly === true;
        row.element = element("li", { class: "row date" }, row.date, row.label,
            element("label", { class: "choice" }, row.yearly, " Every year"),
            element("button", {
                type: "button", class: "quiet", "aria-label": `Remove ${label ?? (date || "the day")}`,
                onclick: () => this.#remove(row),
            }, "Remove"));
        this.#rows.push(row);
        this.#list.append(row.element);
        return row;
    }

    #remove(row) {
        const place = this.#rows.indexOf(row);
        this.#rows.splice(place, 1);
        row.element.remove();
        ((this.#rows[place] ?? this.#rows.at(-1))?.date ?? this.#adder).focus();
        this.#tell();
    }

    #tell() { this.element.dispatchEvent(new Event("input", { bubbles: true })); }
}
