import { element } from "../frame/element.js";

/// Answers that the customer can give with one tap, where the platform shows them.
///
/// - `most`: how many there may be.
export class QuickReplies {
    #list = element("ul", { role: "list" });
    button = element("button", { type: "button", onclick: () => this.#add("", true) }, "Add answer to tap");

    constructor(labels, { most, onchange }) {
        this.most = most;
        this.onchange = onchange;
        this.element = element("div", { class: "quick-replies", role: "group", "aria-label": "Answers to tap" }, this.#list);
        for (const label of labels) this.#add(label, false);
        this.#refresh();
    }

    get value() { return [...this.#list.querySelectorAll("input")].map((input) => input.value); }

    clear() {
        this.#list.replaceChildren();
        this.#refresh();
    }

    #add(label, isFocused) {
        const input = element("input", { type: "text", "aria-label": "Answer to tap", maxlength: 200, oninput: () => this.onchange() });
        input.value = label;
        const item = element("li", null, input, element("button", {
            type: "button", class: "quiet", "aria-label": "Remove this answer",
            onclick: () => { item.remove(); this.#refresh(); this.button.focus(); this.onchange(); },
        }, "Remove"));
        this.#list.append(item);
        this.#refresh();
        if (isFocused) {
            input.focus();
            this.onchange();
        }
    }

    #refresh() {
        this.element.hidden = this.#list.children.length === 0;
        this.button.disabled = this.#list.children.length >= this.most;
    }
}
