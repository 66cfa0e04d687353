import { element } from "../frame/element.js";
import { choiceField, switchField, textField } from "../parts/fields.js";

/// What a connector says that an administrator fills in, as fields.
///
/// - `values`: what is set, where something is; secrets are never among them.
export class SettingsFields {
    #entries;

    constructor(declared, { values = null } = {}) {
        this.#entries = declared.map((one) => entry(one, values));
        this.element = element("div", { class: "settings-fields" },
            this.#entries.map((one) => [one.field.element, one.removal?.element]));
    }

    get fields() { return this.#entries.map((one) => one.field); }

    /// What is to be sent: only what was given or changed; `null` takes back what was set.
    given() {
        const given = {};
        for (const { key, kind, field, removal } of this.#entries) {
            if (removal?.value) given[key] = null;
            else if (kind === "secret" ? field.value !== "" : field.isDirty) given[key] = field.value === "" ? null : field.value;
        }
        return given;
    }
}

function entry(declared, values) {
    const { key, label, help, kind, isRequired, standard, choices } = declared;
    const isKnown = values !== null;
    const given = {
        name: `settings.${key}`, label, help, isRequired: isRequired && standard === undefined && !isKnown, isWide: kind === "url",
    };
    if (kind === "choice") {
        const value = values?.[key] ?? "";
        const offered = choices.map((choice) => ({ value: choice, label: choice }));
        if (value === "" || !isRequired) {
            const none = standard ? `${standard} (the standard)` : isRequired ? "Choose" : "None";
            offered.unshift({ value: "", label: none });
        }
        return { key, kind, field: choiceField({ ...given, value, choices: offered }) };
    }
    if (kind === "secret") {
        const field = textField({
            ...given, type: "password", autocomplete: "new-password", isRequired: given.isRequired,
            help: isKnown ? `${help} What is stored is never shown again; leave this empty to keep it.` : help,
        });
        const removal = isKnown && !isRequired
            ? switchField({ name: `remove.${key}`, label: `Remove the ${label.toLowerCase()} that is stored` }) : null;
        return { key, kind, field, removal };
    }
    return {
        key, kind, field: textField({
            ...given, value: values?.[key] ?? "", type: kind === "url" ? "url" : "text", placeholder: standard, spellcheck: "false",
        }),
    };
}
