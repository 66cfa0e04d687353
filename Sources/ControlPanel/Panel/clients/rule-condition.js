import { element, newID, setAttribute } from "../frame/element.js";
import { RuleActions } from "./rule-actions.js";
import { kinds } from "./rule-kinds.js";
import { withoutNot } from "./rule-not.js";
import { zones } from "./rule-zones.js";

/// One condition: what is asked, whether it must be so or must not, and by whose clock.
export class RuleCondition {
    parent = null;
    #kind;
    #verb;
    #body;
    #zone = null;
    #fault = element("p", { class: "fault", id: newID("fault") });

    constructor(rule, { timeZone }) {
        const { inner, isNot } = withoutNot(rule);
        this.#kind = kinds.find((kind) => kind.key in inner);
        const { label, verbs, key } = this.#kind;
        this.#body = this.#kind.make(inner[key]);
        this.actions = new RuleActions(this, label);
        if (verbs) {
            this.#verb = element("select", { "aria-label": label },
                verbs.map((verb, place) => element("option", { value: place }, verb)));
            this.#verb.value = isNot ? 1 : 0;
        } else if (isNot) this.#body.invert();
        if (this.#kind.isTimed) this.#zone = zones(inner.timeZone, timeZone);
        const head = this.#verb ?? element("span", { class: "rule-title" }, label);
        this.element = element("li", { class: "rule" }, element("div", { role: "group", "aria-label": label },
            element("div", { class: "rule-head" }, head, this.actions.element),
            this.#body.element, this.#fault,
            this.#zone && element("label", { class: "rule-zone" }, "Time zone ", this.#zone)));
    }

    get title() { return this.#kind.label; }

    get value() {
        const condition = { [this.#kind.key]: this.#body.value };
        if (this.#zone?.value.trim()) condition.timeZone = this.#zone.value.trim();
        return this.#verb?.value === "1" ? { not: condition } : condition;
    }

    focus() { (this.#verb ?? this.#body.element.querySelector("select, input")).focus(); }

    complain(reason, place = "") {
        this.#fault.textContent = reason === null ? "" : [this.#body.placed?.(place), reason].filter(Boolean).join(": ");
        this.element.classList.toggle("wrong", reason !== null);
        for (const control of this.element.querySelectorAll("input")) {
            setAttribute(control, "aria-describedby", reason === null ? null : this.#fault.id);
        }
        return true;
    }
}
