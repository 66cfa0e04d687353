import { element, newID, setAttribute } from "../frame/element.js";
import { asText, isSame } from "./same.js";

/// One value that a person gives: a label, a control, what it is for, and what is wrong with it.
///
/// - `name`: of the field in the API, by which a refusal names it.
/// - `value`, `isDirty`, `reset(value)`, `complain(reason)`; `element` fires `input` and `change` as controls do.
export class Field {
    constructor({ name, label, help, control, read, write, isRequired = false, isGroup = false, after = null }) {
        this.name = name;
        this.control = control;
        this.read = read;
        this.write = write;
        const id = control.id || newID("field");
        control.id = id;
        this.fault = element("p", { class: "fault", id: newID("fault") });
        const description = help ? element("p", { class: "help", id: newID("help") }, help) : null;
        if (description) setAttribute(control, "aria-describedby", description.id);
        this.description = description;
        if (isRequired && !isGroup) setAttribute(control, "aria-required", "true");
        const labelID = newID("label");
        const caption = isGroup
            ? element("span", { class: "label", id: labelID }, label)
            : element("label", { for: id, id: labelID }, label, isRequired && element("span", { class: "required", "aria-hidden": "true" }, " *"));
        if (isGroup) {
            setAttribute(control, "role", control.getAttribute("role") ?? "group");
            setAttribute(control, "aria-labelledby", labelID);
        }
        this.element = element("div", { class: "field" }, caption, description, control, after, this.fault);
        this.#saved = asText(this.value);
    }

    #saved;

    get value() { return this.read(); }
    set value(value) { this.write(value); }

    /// Whether it is another one than was saved last.
    get isDirty() { return asText(this.value) !== this.#saved; }

    /// This is how it is saved. Where somebody is at it, and it says the same, it is left alone.
    reset(value) {
        const isLeft = this.control.contains(document.activeElement) && isSame(value, this.value);
        if (value !== undefined && !isLeft) this.write(value);
        this.#saved = asText(this.value);
        this.complain(null);
    }

    /// This is how it is saved, and what stands in it is newer.
    keepOver(value) {
        if (value !== undefined) this.#saved = asText(value);
        this.complain(null);
    }

    /// It is being saved, or is not any more: what a field makes by itself of what is typed in it stays meanwhile.
    hold() {}

    /// Back to how it is saved.
    undo() { this.reset(JSON.parse(this.#saved)); }

    /// Whether a refusal that names this field means it, or something within it: `hours.monday[0]`.
    answersFor(name) {
        return name === this.name || name.startsWith(`${this.name}.`) || name.startsWith(`${this.name}[`);
    }

    focus() {
        const target = this.control.matches("input, select, textarea, button") ? this.control : this.control.querySelector("input, select, textarea, button");
        target?.focus();
    }

    /// To be read and not changed. A text can still be selected.
    lock() {
        const controls = [this.control, ...this.element.querySelectorAll("input, select, textarea, button")];
        for (const one of controls) {
            if (one.matches("textarea, input:not([type=checkbox], [type=radio], [type=color], [type=file])")) one.readOnly = true;
            else if (one.matches("input, select, button")) one.disabled = true;
        }
    }

    /// - `name`: as the refusal names it, where it is something within this field.
    complain(reason, name = this.name) {
        this.fault.textContent = reason ?? "";
        const target = this.control;
        setAttribute(target, "aria-invalid", reason ? "true" : null);
        setAttribute(target, "aria-describedby",
            [this.description?.id, reason && this.fault.id].filter(Boolean).join(" ") || null);
    }
}

/// One line. An empty one is `null` where `empty` says so.
export function textField({ value = "", type = "text", empty = "", isWide = false, ...given }) {
    const { placeholder, maxlength, autocomplete, inputmode, spellcheck, pattern } = given;
    const control = element("input", {
        type, placeholder, maxlength, autocomplete: autocomplete ?? "off", inputmode, spellcheck, pattern,
        class: isWide ? "wide" : null,
    });
    control.value = value ?? "";
    return new Field({
        ...given, control,
        read: () => control.value === "" ? empty : control.value,
        write: (value) => { control.value = value ?? ""; },
    });
}

/// A whole number, or `null`.
export function numberField({ value = null, least, most, step = 1, unit, ...given }) {
    const control = element("input", { type: "number", min: least, max: most, step, class: "short" });
    control.value = value ?? "";
    return new Field({
        ...given, control, after: unit ? element("span", { class: "unit" }, unit) : null,
        read: () => control.value === "" ? null : Number(control.value),
        write: (value) => { control.value = value ?? ""; },
    });
}

/// Several lines.
export function textArea({ value = "", rows = 4, empty = "", ...given }) {
    const control = element("textarea", { rows, placeholder: given.placeholder, maxlength: given.maxlength });
    control.value = value ?? "";
    return new Field({
        ...given, control,
        read: () => control.value === "" ? empty : control.value,
        write: (value) => { control.value = value ?? ""; },
    });
}

/// One of several: `choices` is `[{value, label}]`.
export function choiceField({ value, choices, ...given }) {
    const control = element("select", null, choices.map((choice) => element("option", { value: choice.value }, choice.label)));
    control.value = value ?? choices[0]?.value ?? "";
    return new Field({ ...given, control, read: () => control.value, write: (value) => { control.value = value; } });
}

/// On or off.
export function switchField({ value = false, label, help, name }) {
    const control = element("input", { type: "checkbox", role: "switch", class: "switch" });
    control.checked = value;
    const field = new Field({
        name, label, help, control, read: () => control.checked, write: (value) => { control.checked = value; },
    });
    field.element.classList.add("switch-field");
    return field;
}

/// Any number of several: the value is the list of those that are chosen, in the order of the choices.
export function choicesField({ value = [], choices, ...given }) {
    const boxes = choices.map((choice) => {
        const box = element("input", { type: "checkbox", value: choice.value });
        box.checked = value.includes(choice.value);
        return { box, element: element("label", { class: "choice" }, box, ` ${choice.label}`) };
    });
    const control = element("div", { class: "choices" }, boxes.map((one) => one.element));
    return new Field({
        ...given, control, isGroup: true,
        read: () => boxes.filter((one) => one.box.checked).map((one) => one.box.value),
        write: (value) => { for (const one of boxes) one.box.checked = value.includes(one.box.value); },
    });
}

/// A list of texts, one a line. What is wrong with one of them names it: `hosts[2]`.
export function linesField({ value = [], rows = 4, ...given }) {
    const control = element("textarea", { rows, placeholder: given.placeholder, spellcheck: "false" });
    control.value = (value ?? []).join("\n");
    const read = () => control.value.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    const field = new Field({ ...given, control, read, write: (value) => { control.value = (value ?? []).join("\n"); } });
    const complain = field.complain;
    field.complain = (reason, name = field.name) => {
        const line = read()[Number(name.slice(field.name.length).match(/^\[(\d+)\]$/)?.[1])];
        complain.call(field, reason && line ? `${line}: ${reason}` : reason);
    };
    return field;
}
