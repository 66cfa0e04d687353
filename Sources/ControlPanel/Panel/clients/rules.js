import { element } from "../frame/element.js";
import { call, path } from "../frame/api.js";
import { Field } from "../parts/fields.js";
import { RuleGroup } from "./rule-group.js";
import { sentence } from "./rule-words.js";

/// When customers may begin a conversation: the rules of a platform at a contact point, as one portion of a settings form.
export class Rules {
    #address;
    #root = null;
    #place = element("div");
    #summary = element("p", { class: "rule-summary" });
    #timeZone;

    constructor(contactPoint, platform) {
        this.#address = path`/contact-points/${contactPoint.id}/platforms/${platform.id}/availability`;
        this.#timeZone = contactPoint.timeZone;
    }

    /// - Returns: the portion, with `element`.
    async load(signal) {
        const { body, tag } = await call("GET", this.#address, { signal });
        const control = element("div", { class: "rules" }, this.#place, this.#summary);
        const field = new Field({
            name: "rules", label: "Availability rules", control, isGroup: true,
            help: "When customers are offered a conversation. Without rules, always. A conversation that is open stays open. "
                + "A page's own script can overrule them, where the client lets it.",
            read: () => this.#root?.value ?? {}, write: (rule) => this.#write(rule),
        });
        this.#write(body.rules);
        field.reset();
        const complain = field.complain;
        field.complain = (reason, name = "rules") => {
            this.#root.complain(null);
            const isShown = reason !== null && this.#root.complain(reason, name.slice("rules".length));
            complain.call(field, isShown ? null : reason);
        };
        field.focus = () => (this.#place.querySelector("[aria-invalid] , .wrong input, .wrong select")
            ?? this.#place.querySelector("select, input, button"))?.focus();
        control.addEventListener("input", () => this.#sum());
        const values = (answer) => ({ tag: answer.tag, values: { rules: answer.body.rules } });
        return {
            element: field.element, fields: [field], tag,
            save: async (changed, tag) => values(await call("PUT", this.#address, { body: changed, tag })),
            reload: async () => values(await call("GET", this.#address)),
            taken: () => this.#sum(),
        };
    }

    #write(rule) {
        this.#root = RuleGroup.root(rule, { timeZone: this.#timeZone });
        this.#place.replaceChildren(this.#root.element);
        this.#sum();
    }

    #sum() { this.#summary.textContent = sentence(this.#root.value, this.#timeZone); }
}
