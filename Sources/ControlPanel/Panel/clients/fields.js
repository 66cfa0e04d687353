import { choiceField, choicesField, linesField, numberField, switchField, textField } from "../parts/fields.js";
import { colorField } from "./color-field.js";
import { listField } from "./list-field.js";
import { wordingField } from "./wording-field.js";

const kinds = {
    toggle: (given) => switchField(given),
    text: ({ most, ...given }) => textField({ ...given, maxlength: most, empty: given.isRequired ? "" : null }),
    number: (given) => numberField({ ...given, unit: given.unit || null }),
    choice: (given) => choiceField(given),
    choices: (given) => choicesField(given),
    texts: ({ help, ...given }) => linesField({ ...given, help: [help, "One a line."].filter(Boolean).join(" ") }),
    color: (given) => colorField(given),
    list: ({ fields, ...given }) => listField({ ...given, declared: fields, makeField }),
    wording: (given) => wordingField(given),
};

/// The field of a value that a platform has declared (`clientForm`), by its kind.
export function makeField(declared, value) {
    const make = kinds[declared.kind];
    if (!make) throw new Error(`There is no field for a value of the kind ${declared.kind}.`);
    const { path, kind, caution, help, ...given } = declared;
    return make({ ...given, name: path, help: help || null, value: value ?? emptyOf(kind) });
}

/// What a field is told where the document has nothing.
export function emptyOf(kind) {
    return { toggle: false, choices: [], texts: [], list: [], wording: {} }[kind] ?? null;
}
