import { element } from "../frame/element.js";

/// The buttons that move a condition or a group of conditions, and remove it.
export class RuleActions {
    #up;
    #down;

    constructor(node, title) {
        const button = (word, act) => element("button", {
            type: "button", class: "quiet", "aria-label": `${word}: ${title}`, onclick: (event) => act(event.currentTarget),
        }, word);
        const move = (by) => (pressed) => {
            node.parent.move(node, by);
            (pressed.disabled ? [this.#up, this.#down].find((one) => !one.disabled) : pressed)?.focus();
        };
        this.#up = button("Up", move(-1));
        this.#down = button("Down", move(1));
        this.element = element("span", { class: "item-actions" },
            this.#up, this.#down, button("Remove", () => node.parent.remove(node)));
    }

    /// At the outermost ends it goes no further.
    limit(isFirst, isLast) {
        this.#up.disabled = isFirst;
        this.#down.disabled = isLast;
    }
}
