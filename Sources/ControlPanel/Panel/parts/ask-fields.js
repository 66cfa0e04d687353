import { element } from "../frame/element.js";
import { ask } from "./dialog.js";

/// Asks for some values in a dialog, and does something with them.
///
/// - `act(values)`: gets what was given, by the fields' names. What it gives is what `askFields` gives; where it is refused,
///   the dialog stays, and what the refusal says of a field stands beside that field.
/// - Returns `null` where nothing was done.
export function askFields({ title, about = null, fields, label, kind, act, isWide }) {
    return ask({
        title, isWide,
        content: element("div", null, about, fields.map((field) => field.element)),
        actions: [{
            label, kind,
            act: async () => {
                for (const field of fields) field.complain(null);
                try {
                    return await act(Object.fromEntries(fields.map((field) => [field.name, field.value])));
                } catch (error) {
                    complainBeside(fields, error);
                    throw error;
                }
            },
        }],
    });
}

/// Puts what a refusal says of fields beside them, and the focus into the first.
export function complainBeside(fields, error) {
    let first = null;
    for (const fault of error.fields ?? []) {
        const field = fields.find((one) => one.answersFor(fault.field));
        if (!field) continue;
        field.complain(fault.reason, fault.field);
        fault.isShown = true;
        first ??= field;
    }
    // Said beside the fields, in the words of people, it need not be said once more with the fields' names.
    if (error.code === "invalid" && error.fields.every((fault) => fault.isShown)) error.message = `${error.document.title}.`;
    first?.focus();
}
