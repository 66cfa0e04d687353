import { element, newID } from "../frame/element.js";
import { Complaint } from "./notice.js";

/// Asks something in a dialog over the page. The focus stays in it, Escape closes it, and goes back to where it was.
///
/// - `content`: elements, or a text.
/// - `actions`: `[{label, kind, act}]`; `act` may give a promise, and what it gives is what `ask` gives. Where it throws,
///   the dialog stays and says why. Without `act` the dialog closes with the label's place.
/// - Returns a promise of what was chosen; `null` where nothing was.
export function ask({ title, content, actions, cancel = "Cancel", isWide = false }) {
    return new Promise((resolve) => {
        const complaint = new Complaint();
        const id = newID("dialog");
        let outcome = null;
        const form = element("form", { method: "dialog", novalidate: true },
            element("h2", { id }, title),
            typeof content === "string" ? element("p", null, content) : content,
            complaint.element,
            element("div", { class: "actions" },
                actions.map((action, place) => element("button", {
                    type: place === 0 ? "submit" : "button", class: action.kind ?? (place === 0 ? "primary" : null),
                    onclick: (event) => press(event, action, place),
                }, action.label)),
                cancel && element("button", { type: "button", onclick: () => dialog.close() }, cancel)));
        const dialog = element("dialog", { "aria-labelledby": id, class: isWide ? "wide" : null }, form);
        let isBusy = false;

        async function press(event, action, place) {
            event.preventDefault();
            if (isBusy) return;
            isBusy = true;
            complaint.clear();
            try {
                outcome = action.act ? await action.act() : place;
                dialog.close();
            } catch (error) {
                complaint.show(error);
            } finally {
                isBusy = false;
            }
        }

        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(outcome);
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}

/// Asks whether something is to be done. Gives `true` once `act`, where there is one, has done it.
export async function confirm(title, content, label, { kind = "primary", act } = {}) {
    return await ask({ title, content, actions: [{ label, kind, act: async () => { await act?.(); return true; } }] }) === true;
}
