import { element, setAttribute, setText } from "./element.js";
import { errorsByField, problem } from "./fields.js";

/// What browsers may fill in by themselves (WCAG 1.3.5).
const autocomplete = {
    firstName: "given-name", lastName: "family-name", email: "email", phone: "tel", phoneNumber: "tel",
};

/// The form before a conversation. What was filled in outlives a reload; what is wrong is said beside the field.
export class WelcomeForm {
    #chat;
    #shown = "";
    #rows = [];
    #failure = element("p", { class: "error", role: "alert" });
    #errors = null;
    #isBusy = false;

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        this.list = element("div", { class: "fields" });
        this.submit = element("button", { type: "submit", class: "button" }, texts.get("start"));
        const submit = (event) => this.#submit(event);
        this.element = element("form", { class: "form", novalidate: true, hidden: true, onsubmit: submit },
            element("p", { class: "introduction" }, texts.get("formIntroduction")),
            this.list, this.#failure, this.submit);
    }

    update(isShown) {
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) return;
        const chat = this.#chat;
        const { fields } = chat.fields;
        const shown = JSON.stringify([fields, chat.registration]);
        if (shown !== this.#shown) this.#build(fields);
        this.#shown = shown;
        if (this.#errors !== chat.formErrors) this.#showErrors(chat.formErrors);
        this.#errors = chat.formErrors;
        setAttribute(this.submit, "aria-disabled", this.#isBusy || chat.lacksAgents ? "true" : null);
    }

    focus() { (this.#rows.find((row) => row.error.textContent) ?? this.#rows[0])?.input.focus(); }

    #build(fields) {
        const known = { ...this.#chat.registration, ...this.#chat.store.get("answers", "sessionStorage") };
        this.#rows = fields.map((field, index) => this.#row(field, index, known[field.id] ?? ""));
        this.list.replaceChildren(...this.#rows.map((row) => row.element));
    }

    #row(field, index, value) {
        const { texts, settings } = this.#chat;
        const id = `field-${index}`;
        const shared = {
            id, name: field.id, required: field.isRequired, "aria-describedby": `${id}-error`,
            oninput: () => this.#keep(),
            autocomplete: autocomplete[field.id] ?? { email: "email", tel: "tel" }[field.type],
            maxlength: field.type === "select" ? null : field.isFirstMessage ? settings.mostTextLength : 1000,
        };
        let input;
        if (field.type === "select") {
            input = element("select", shared, element("option", { value: "" }, texts.get("choose")),
                ...field.options.map((option) => element("option", { value: option }, option)));
        } else if (field.type === "textarea") {
            input = element("textarea", { ...shared, rows: 3, dir: "auto" });
        } else {
            const isNumber = field.type === "number";
            const kind = { type: isNumber ? "text" : field.type, inputmode: isNumber ? "decimal" : null };
            input = element("input", { ...shared, ...kind, dir: "auto" });
        }
        input.value = value;
        const error = element("p", { class: "error", id: `${id}-error` });
        const optional = field.isRequired ? null : element("span", { class: "optional" }, ` ${texts.get("optional")}`);
        const label = element("label", { for: id }, field.label, optional);
        return { field, input, error, element: element("div", { class: "field" }, label, input, error) };
    }

    #answers() {
        const filled = this.#rows.filter(({ input }) => input.value.trim() !== "");
        return Object.fromEntries(filled.map(({ field, input }) => [field.id, input.value.trim()]));
    }

    #keep() { this.#chat.store.set("answers", this.#answers(), "sessionStorage"); }

    async #submit(event) {
        event.preventDefault();
        if (this.#isBusy || this.#chat.lacksAgents) return;
        const { texts } = this.#chat;
        setText(this.#failure, "");
        const wrong = this.#rows.map(({ field, input }) => [field.id, problem(field, input.value)])
            .filter(([, key]) => key);
        this.#showErrors(Object.fromEntries(wrong.map(([id, key]) => [id, texts.get(key)])));
        if (wrong.length) return this.focus();
        this.#isBusy = true;
        this.update(true);
        try {
            await this.#chat.submit(this.#answers());
        } catch (refusal) {
            this.#showErrors(errorsByField(refusal.errors));
            if (!this.#rows.some((row) => row.error.textContent)) {
                setText(this.#failure, texts.get(refusal.status === 429 ? "tooMany" : "failed"));
            } else this.focus();
        } finally {
            this.#isBusy = false;
            this.#chat.update();
        }
    }

    #showErrors(errors) {
        for (const { field, input, error } of this.#rows) {
            setText(error, errors[field.id] ?? "");
            setAttribute(input, "aria-invalid", errors[field.id] ? "true" : null);
        }
    }
}
