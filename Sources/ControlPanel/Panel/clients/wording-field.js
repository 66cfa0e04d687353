import { element, newID } from "../frame/element.js";
import { Field, textField } from "../parts/fields.js";

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const known = ["en", "de", "fr", "es", "ar", "it", "nl", "pl", "pt", "pt-BR", "tr", "uk", "ja", "zh"];

/// What a language is called; its code where nobody knows it.
export function languageName(code) {
    try { return languageNames.of(code); } catch { return code; }
}

/// Texts in place of the client's own, language by language. `choices` are the texts that there are, with the client's own
/// English.
export function wordingField({ value, choices, ...given }) {
    let languages = [];
    const places = element("div", { class: "wording" });
    const listID = newID("languages");
    const code = element("input", {
        class: "short", "aria-label": "Language to add", placeholder: "de, pt-BR", list: listID, autocomplete: "off",
    });
    const add = element("button", { type: "button", onclick: () => append() }, "Add a language");
    const control = element("div", null, places,
        element("datalist", { id: listID }, known.map((one) => element("option", { value: one }, languageName(one)))),
        element("div", { class: "row" }, code, add));
    const tell = () => control.dispatchEvent(new Event("input", { bubbles: true }));
    const draw = () => places.replaceChildren(...languages.map((language) => language.element));
    const make = (name, words) => new Language(name, words, choices, {
        tell,
        remove: (self) => {
            languages = languages.filter((one) => one !== self);
            draw();
            code.focus();
            tell();
        },
    });
    const append = () => {
        const name = code.value.trim();
        if (name === "") return code.focus();
        let language = languages.find((one) => one.code.toLowerCase() === name.toLowerCase());
        if (!language) {
            language = make(name, {});
            languages.push(language);
            places.append(language.element);
        }
        code.value = "";
        language.focus();
        tell();
    };
    // A language that is being named is no change yet, and Enter adds it.
    for (const kind of ["input", "change"]) code.addEventListener(kind, (event) => event.stopPropagation());
    code.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        append();
    });
    const write = (texts) => {
        languages = Object.entries(texts ?? {}).sort().map(([name, words]) => make(name, words));
        draw();
    };
    const field = new Field({
        ...given, control, isGroup: true, write,
        read: () => Object.fromEntries(languages.map((language) => [language.code, language.value]).sort()),
    });
    write(value);
    field.reset();
    const complain = field.complain;
    field.complain = (reason, name = field.name) => {
        const [language, text] = name.slice(field.name.length + 1).split(".");
        const place = languages.find((one) => one.code === language);
        if (reason === null) for (const one of languages) one.complain(null);
        if (!reason || !place?.complain(reason, text)) complain.call(field, place ? `${language}: ${reason}` : reason);
    };
    return field;
}

/// The texts of one language that are other than the client's own.
class Language {
    #fields = new Map();
    #choices;
    #rows = element("div");
    #choice = element("select");
    #tell;

    constructor(code, words, choices, { tell, remove }) {
        this.code = code;
        this.#choices = choices;
        this.#tell = tell;
        const name = languageName(code);
        this.#choice.setAttribute("aria-label", `Text to change in ${name}`);
        // What is only chosen to be changed is no change yet.
        for (const kind of ["input", "change"]) this.#choice.addEventListener(kind, (event) => event.stopPropagation());
        this.element = element("fieldset", null, element("legend", null, `${name} (${code})`), this.#rows,
            element("div", { class: "actions" }, this.#choice,
                element("button", { type: "button", onclick: () => this.#add() }, "Change this text"),
                element("button", { type: "button", class: "quiet", onclick: () => remove(this) }, `Remove ${name}`)));
        for (const [key, text] of Object.entries(words).sort()) this.#row(key, text);
        this.#offer();
    }

    get value() { return Object.fromEntries([...this.#fields].map(([key, field]) => [key, field.value]).sort()); }

    focus() { this.#choice.focus(); }

    complain(reason, key) {
        if (reason === null) this.#fields.forEach((field) => field.complain(null));
        const field = this.#fields.get(key);
        field?.complain(reason);
        return field !== undefined;
    }

    #row(key, text) {
        const own = this.#choices.find((choice) => choice.value === key)?.label;
        const field = textField({ name: key, label: own ?? key, value: text, maxlength: 500, isWide: true });
        field.element.classList.add("wording-text");
        field.element.append(element("button", {
            type: "button", class: "link", "aria-label": `Take back: ${own ?? key}`, onclick: () => {
                this.#fields.delete(key);
                field.element.remove();
                this.#offer();
                this.#choice.focus();
                this.#tell();
            },
        }, "Take back"));
        this.#fields.set(key, field);
        this.#rows.append(field.element);
        return field;
    }

    #add() {
        if (!this.#choice.value) return;
        const field = this.#row(this.#choice.value, this.#choices.find((one) => one.value === this.#choice.value).label);
        this.#offer();
        field.focus();
        field.control.select();
        this.#tell();
    }

    #offer() {
        this.#choice.replaceChildren(...this.#choices.filter((choice) => !this.#fields.has(choice.value))
            .map((choice) => element("option", { value: choice.value }, choice.label)));
    }
}
