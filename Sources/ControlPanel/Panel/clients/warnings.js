import { element } from "../frame/element.js";
import { announce } from "./announce.js";
import { asText, isSame } from "../parts/same.js";

/// What is not wrong and should be minded, beside the fields that it is about: of what is saved, and while somebody changes
/// something, of what would be.
export class Warnings {
    #fields;
    #ask;
    #signal;
    #saved = [];
    #notes = [];
    #shown = null;
    /// What is not saved yet, as it was when it was asked about last.
    #about = null;
    #timer;
    #asking = 0;

    /// - `ask()`: promises the warnings about what is not saved yet, `null` where it would be refused.
    constructor(fields, ask, signal) {
        this.#fields = fields;
        this.#ask = ask;
        this.#signal = signal;
        signal.addEventListener("abort", () => clearTimeout(this.#timer));
    }

    /// These are about what is saved: `[{field, reason}]`.
    take(warnings) {
        this.#saved = warnings;
        this.#about = null;
        this.refresh();
    }

    /// Something may have changed.
    refresh() {
        const dirty = this.#fields.filter((field) => field.isDirty);
        const about = asText(dirty.map((field) => [field.name, field.value]));
        if (about === this.#about) return;
        this.#about = about;
        clearTimeout(this.#timer);
        const asking = this.#asking += 1;
        if (dirty.length === 0) {
            this.#show(this.#saved);
            return;
        }
        this.#timer = setTimeout(async () => {
            const warnings = await this.#ask().catch(() => null);
            // What would be refused may be half typed. Saving tells of it.
            if (warnings && asking === this.#asking && !this.#signal.aborted) this.#show(warnings);
        }, 400);
    }

    #show(warnings) {
        if (this.#shown !== null && isSame(warnings, this.#shown)) return;
        for (const note of this.#notes) note.remove();
        this.#notes = warnings.map(({ field: name, reason }) => {
            const note = element("p", { class: "field-warning" }, element("strong", null, "Mind: "), reason);
            const field = this.#fields.find((one) => one.answersFor(name))
                ?? this.#fields.find((one) => one.name.startsWith(`${name}.`));
            field?.element.append(note);
            return note;
        });
        const known = this.#shown ?? warnings;
        this.#shown = warnings;
        const fresh = warnings.map((one) => one.reason).filter((reason) => !known.some((one) => one.reason === reason));
        if (fresh.length > 0) announce(`To be minded: ${fresh.join(" ")}`);
    }
}
