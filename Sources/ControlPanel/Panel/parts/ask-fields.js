import { element } from "../frame/element.js";
import { askForm } from "./form-dialog.js";

/// Asks for some values in a dialog, and does something with them.
///
/// `act(values)` gets what was given, by the fields' names. What it gives is what `askFields` gives; `null` where nothing
/// was done.
export function askFields({ about = null, fields, act, ...given }) {
    return askForm({
        ...given, content: element("div", null, about, fields.map((field) => field.element)), fields: () => fields,
        act: () => act(Object.fromEntries(fields.map((field) => [field.name, field.value]))),
    });
}
