import { element, newID } from "../frame/element.js";
import { at, withValue } from "./document.js";
import { nameField, nameFor } from "./name-field.js";

/// One of a list: a head that says what it is and moves it, and below it its fields, while it is open.
export class ListItem {
    #given;
    #fields;
    #name;
    #values;
    #title = element("span", { class: "item-title" });
    #place = element("span", { class: "faint" });
    #body;
    #opener;
    #up;
    #down;

    constructor(given) {
        this.#given = given;
        this.#values = given.values;
        this.#fields = given.declared.map((one) => {
            const value = at(given.values, one.path);
            if (one.kind !== "name") return given.makeField(one, value);
            return this.#name = nameField({ ...one, value, isSaved: given.isSaved });
        });
        const id = newID("item");
        this.#body = element("div", { id, class: "item-body", hidden: true }, this.#fields.map((field) => field.element));
        const button = (word, act, kind = "quiet") => element("button", { type: "button", class: kind, onclick: act }, word);
        this.#opener = button("Edit", () => this.open(this.#body.hidden));
        this.#opener.setAttribute("aria-controls", id);
        this.#up = button("Up", () => given.move(this, -1));
        this.#down = button("Down", () => given.move(this, 1));
        this.#opener.setAttribute("aria-expanded", "false");
        this.removal = button("Remove", () => given.remove(this));
        this.element = element("li", { class: "item" },
            element("div", { class: "item-head" },
                element("span", { class: "handle", title: "Drag to move" }, "⠿"), this.#title, this.#place,
                element("span", { class: "item-actions" }, this.#opener, this.#up, this.#down, this.removal)),
            this.#body);
        this.named();
    }

    /// What people call it: its label.
    get title() { return this.#label || `New ${this.#given.noun}`; }

    get id() { return this.#name?.value ?? null; }

    get value() {
        return this.#fields.reduce((values, field) => withValue(values, field.name, field.value), this.#values);
    }

    get #label() { return this.#fields.find((field) => field !== this.#name && typeof field.value === "string")?.value ?? ""; }

    /// Its label may be another one: the head says so, and so does a name that was not saved yet.
    named() {
        this.#name?.follow(nameFor(this.#label, this.#given.noun, this.#given.taken(this)));
        if (this.#title.textContent === this.title) return;
        this.#title.textContent = this.title;
        for (const button of [this.#opener, this.#up, this.#down, this.removal]) {
            button.setAttribute("aria-label", `${button.textContent}: ${this.title}`);
        }
    }

    /// Where it stands in the list.
    placed(place, count) {
        this.#place.textContent = `${place + 1} of ${count}`;
        this.#up.disabled = place === 0;
        this.#down.disabled = place === count - 1;
    }

    /// It is being saved, or is not any more.
    hold(holds) { this.#name?.hold(holds); }

    /// It stands in the document that is saved.
    saved() { this.#name?.fix(); }

    open(isOpen = true) {
        this.#body.hidden = !isOpen;
        this.#opener.setAttribute("aria-expanded", String(isOpen));
        this.#opener.textContent = isOpen ? "Done" : "Edit";
        this.#opener.setAttribute("aria-label", `${this.#opener.textContent}: ${this.title}`);
    }

    focus() { this.#fields[0].focus(); }

    focusHead() { this.#opener.focus(); }

    /// After it was moved: on the same button, or where that cannot be pressed any more, on the other one.
    keepFocus(button) {
        (button.disabled ? [this.#up, this.#down].find((one) => !one.disabled) ?? this.#opener : button).focus();
    }

    get isWrong() { return this.#fields.some((field) => field.fault.textContent !== ""); }

    focusFault() { this.#fields.find((field) => field.fault.textContent !== "")?.focus(); }

    complain(reason, name = "") {
        if (reason === null) return this.#fields.forEach((field) => field.complain(null));
        const field = this.#fields.find((one) => one.answersFor(name)) ?? this.#fields[0];
        field.complain(reason, name);
        this.open();
    }
}
