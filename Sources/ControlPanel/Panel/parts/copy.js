import { element } from "../frame/element.js";
import { say } from "./notice.js";

/// A text to be taken elsewhere: shown as it is, with a button that copies it.
export function copyable(text, { label = "Copy" } = {}) {
    return element("div", { class: "copyable" },
        element("code", null, text),
        copyButton(text, { label, otherwise: "The browser does not let it be copied; select it by hand." }));
}

/// A button that copies a text. `otherwise` is said where the browser does not let it.
export function copyButton(text, { label = "Copy", otherwise }) {
    return element("button", {
        type: "button",
        onclick: async () => {
            try {
                await navigator.clipboard.writeText(text);
                say("Copied.");
            } catch {
                say(otherwise);
            }
        },
    }, label);
}
