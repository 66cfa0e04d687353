import { element } from "../frame/element.js";
import { ask } from "./dialog.js";
import { showFaults } from "./faults.js";

/// Asks for some values in a dialog, and does something with them. What a refusal says of a field stands beside that field.
///
/// - `fields`: those that are asked for, or what gives those that are shown at the moment: they may change with what is
///   chosen.
/// - `content`: what is shown, where it is not `about` and below it the fields.
/// - `act(values)`: gets what was given, by the fields' names. It gives a promise; what that gives is what `askForm` gives,
///   and `null` means that it was given up.
export function askForm({ title, about = null, fields, content = null, label, act, kind, isWide = false }) {
    const shown = () => typeof fields === "function" ? fields() : fields;
    return ask({
        title, isWide, content: content ?? element("div", null, about, shown().map((field) => field.element)),
        actions: [{
            label, kind,
            act: async () => {
                for (const field of shown()) field.complain(null);
                try {
                    return await act(Object.fromEntries(shown().map((field) => [field.name, field.value])));
                } catch (error) {
                    showFaults(error, shown());
                    throw error;
                }
            },
        }],
    });
}
