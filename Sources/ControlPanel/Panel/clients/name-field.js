import { textField } from "../parts/fields.js";

/// A name that others use: made from the label as that is typed, until somebody types another or it is saved. From then on
/// it cannot be changed, for what refers to it would be lost.
export function nameField({ path, label, help, value, isSaved }) {
    const field = textField({ name: path, label, help, value: value ?? "", maxlength: 80, spellcheck: "false" });
    let isOwn = false;
    let isFixed = false;
    let isHeld = false;
    field.control.addEventListener("input", () => { isOwn = field.value !== ""; });
    field.fix = () => {
        isFixed = true;
        isOwn = true;
        field.control.readOnly = true;
    };
    /// While it is being saved, it is what was sent.
    field.hold = (holds) => {
        isHeld = holds;
        field.control.readOnly = holds || isFixed;
    };
    field.follow = (name) => { if (!isOwn && !isHeld) field.value = name; };
    if (isSaved) field.fix();
    return field;
}

/// `First name` becomes `firstName`; one that is taken, or has no letters that names are made of, gets a number.
export function nameFor(label, noun, taken) {
    const words = label.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").match(/[A-Za-z0-9]+/g) ?? [];
    const made = words.map((word, place) => place === 0
        ? word[0].toLowerCase() + (word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1))
        : word[0].toUpperCase() + word.slice(1)).join("").slice(0, 70);
    const base = made || noun.replace(/\W+/g, "");
    let name = made || `${base}1`;
    for (let count = 2; taken.includes(name); count += 1) name = `${base}${count}`;
    return name;
}
