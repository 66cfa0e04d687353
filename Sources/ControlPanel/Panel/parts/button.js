import { element } from "../frame/element.js";
import { say } from "./notice.js";

/// A button that does something at the gateway: it cannot be pressed again meanwhile, and says what went wrong.
///
/// `act` gives a promise; what it resolves to, where it is a text, is said.
export function button(label, act, { kind, complaint, ...attributes } = {}) {
    const made = element("button", {
        type: "button", class: kind, ...attributes,
        onclick: async () => {
            if (made.getAttribute("aria-disabled") === "true") return;
            made.setAttribute("aria-disabled", "true");
            complaint?.clear();
            try {
                const done = await act();
                if (typeof done === "string") say(done);
            } catch (error) {
                if (complaint) complaint.show(error);
                else say(error.message);
            } finally {
                made.removeAttribute("aria-disabled");
            }
        },
    }, label);
    return made;
}
