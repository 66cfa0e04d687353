import { element } from "../frame/element.js";
import { announce } from "./announce.js";

/// What is not wrong and should be minded, beside the fields that it is about.
export class Warnings {
    #fields;
    #shown = [];
    #known = null;

    constructor(fields) { this.#fields = fields; }

    /// - Parameter warnings: `[{field, reason}]`
    show(warnings) {
        for (const note of this.#shown) note.remove();
        this.#shown = warnings.map(({ field: name, reason }) => {
            const note = element("p", { class: "field-warning" }, element("strong", null, "Mind: "), reason);
            const field = this.#fields.find((one) => one.answersFor(name))
                ?? this.#fields.find((one) => one.name.startsWith(`${name}.`));
            field?.element.append(note);
            return note;
        });
        const reasons = warnings.map((one) => one.reason);
        const fresh = this.#known === null ? [] : reasons.filter((reason) => !this.#known.includes(reason));
        this.#known = reasons;
        if (fresh.length > 0) announce(`To be minded: ${fresh.join(" ")}`);
    }
}
