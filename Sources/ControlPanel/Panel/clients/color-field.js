import { element } from "../frame/element.js";
import { Field } from "../parts/fields.js";

/// A colour: one for all pages, or one for light pages and one for dark ones; `null` is the standard.
///
/// The browser's own picker stands beside the text, which says exactly what is set.
export function colorField({ value, light, dark, label, ...given }) {
    const changed = () => control.dispatchEvent(new Event("input", { bubbles: true }));
    const one = new ColorInput(`${label}, on light pages`, light, changed);
    const other = new ColorInput(`${label}, on dark pages`, dark, changed);
    const isSplit = element("input", { type: "checkbox" });
    const back = element("button", {
        type: "button", class: "link", onclick: () => {
            write(null);
            changed();
            one.focus();
        },
    }, "Back to the standard");
    const state = element("span", { class: "faint" }, "Standard");
    const control = element("div", { class: "color-field" },
        one.element, other.element,
        element("div", { class: "row" },
            element("label", { class: "choice" }, isSplit, " Another one on dark pages"), state, back));

    const read = () => {
        if (!isSplit.checked) return one.value;
        const both = Object.fromEntries([["light", one.value], ["dark", other.value]].filter(([, set]) => set !== null));
        return Object.keys(both).length > 0 ? both : null;
    };
    const show = () => {
        other.element.hidden = !isSplit.checked;
        one.name(isSplit.checked ? `${label}, on light pages` : label);
        const isStandard = read() === null;
        state.hidden = !isStandard;
        back.hidden = isStandard;
    };
    const write = (set) => {
        isSplit.checked = set !== null && typeof set === "object";
        one.value = isSplit.checked ? set.light ?? null : set;
        other.value = isSplit.checked ? set.dark ?? null : null;
        show();
    };
    isSplit.addEventListener("change", () => {
        if (isSplit.checked && one.value !== null) other.value ??= one.value;
        show();
    });
    control.addEventListener("input", show);
    write(value ?? null);
    return new Field({ ...given, label, control, read, write, isGroup: true });
}

/// A picker and a text for one colour.
class ColorInput {
    #standard;
    #picker = element("input", { type: "color" });
    #text = element("input", { class: "short", maxlength: 9, spellcheck: "false", autocomplete: "off" });

    constructor(label, standard, changed) {
        this.#standard = standard;
        this.#text.placeholder = standard;
        this.element = element("div", { class: "row" }, this.#picker, this.#text);
        this.name(label);
        this.#picker.addEventListener("input", (event) => {
            event.stopPropagation();
            // What shows through is kept: a picker knows nothing of it.
            this.#text.value = this.#picker.value + (this.#text.value || standard).slice(7, 9);
            changed();
        });
        this.#text.addEventListener("input", () => this.#follow());
        this.#follow();
    }

    name(label) {
        this.#picker.setAttribute("aria-label", `${label}: choose`);
        this.#text.setAttribute("aria-label", label);
    }

    get value() { return this.#text.value.trim() || null; }
    set value(color) {
        this.#text.value = color ?? "";
        this.#follow();
    }

    focus() { this.#text.focus(); }

    /// The picker shows what the text says, as far as it is a colour.
    #follow() {
        const color = this.value ?? this.#standard;
        if (/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(color)) this.#picker.value = color.slice(0, 7).toLowerCase();
        else if (/^#[0-9a-f]{3}$/i.test(color)) this.#picker.value = color.toLowerCase().replace(/[0-9a-f]/g, "$&$&");
    }
}
