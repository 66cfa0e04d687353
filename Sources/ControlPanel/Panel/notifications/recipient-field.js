import { element } from "../frame/element.js";
import { choiceField, textArea } from "../parts/fields.js";
import { columnsOf, mostRecipients, recipientsOf } from "./recipients.js";

/// Who gets it: typed, pasted, or taken from a column of a file.
export class RecipientField {
    #count = element("p", { class: "help", role: "status" });
    #column = element("div");
    #file = element("input", { type: "file", accept: ".csv,.txt,text/csv,text/plain", id: "recipient-file" });

    constructor(value, { onchange }) {
        this.onchange = onchange;
        this.field = textArea({
            name: "to", label: "Recipients", value, rows: 5, isRequired: true,
            help: "One on each line, or with commas between them. Up to 1,000 at once.",
        });
        this.field.control.addEventListener("input", () => this.#changed());
        this.#file.addEventListener("change", () => this.#read());
        this.element = element("div", null, this.field.element, this.#count,
            element("div", { class: "field" }, element("label", { for: "recipient-file" }, "Or from a file (CSV)"), this.#file), this.#column);
        this.#tell();
    }

    get text() { return this.field.value; }
    get value() { return recipientsOf(this.field.value); }

    /// What is wrong, before the gateway is asked.
    get fault() {
        const { length } = this.value;
        if (length === 0) return "Say who is to get it.";
        if (length > mostRecipients) return `${length.toLocaleString()} are too many: ${mostRecipients.toLocaleString()} at most at once.`;
        return null;
    }

    #changed() {
        this.#tell();
        this.onchange();
    }

    #tell() {
        const { length } = this.value;
        this.#count.textContent = length === 0 ? "" : length === 1 ? "1 recipient" : `${length.toLocaleString()} recipients`;
        this.field.complain(length > mostRecipients ? this.fault : null);
    }

    async #read() {
        const [file] = this.#file.files;
        if (!file) return;
        const columns = columnsOf(await file.text());
        this.#column.replaceChildren();
        if (columns.length === 0) return this.field.complain(`There is nothing in ${file.name}.`);
        const take = (place) => {
            this.field.value = columns[place].values.join("\n");
            this.#changed();
        };
        take(0);
        if (columns.length === 1) return;
        const choice = choiceField({
            name: "column", label: "Which column has the addresses?",
            choices: columns.map((column, place) => ({ value: String(place), label: `${column.label}: ${column.values.slice(0, 2).join(", ")} …` })),
        });
        choice.control.addEventListener("change", () => take(Number(choice.value)));
        this.#column.replaceChildren(choice.element);
    }
}
