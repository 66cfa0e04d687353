import { ask } from "./dialog.js";
import { showFaults } from "./faults.js";

/// Asks for several values in a dialog. What a refusal says of a field stands beside that field.
///
/// - `fields`: gives the fields that are shown at the moment: they may change with what is chosen.
/// - `act`: gives a promise; what it gives is what `askForm` gives, and `null` means that it was given up.
export function askForm({ title, content, fields, label, act, kind, isWide = false }) {
    return ask({
        title, content, isWide,
        actions: [{
            label, kind,
            act: async () => {
                for (const field of fields()) field.complain(null);
                try {
                    return await act();
                } catch (error) {
                    showFaults(error, fields());
                    throw error;
                }
            },
        }],
    });
}
