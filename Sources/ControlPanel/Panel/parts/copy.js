import { element } from "../frame/element.js";
import { say } from "./notice.js";

/// A text to be taken elsewhere: shown as it is, with a button that copies it.
export function copyable(text, { label = "Copy" } = {}) {
    return element("div", { class: "copyable" },
        element("code", null, text),
        element("button", {
            type: "button",
            onclick: async () => {
                try {
                    await navigator.clipboard.writeText(text);
                    say("Copied.");
                } catch {
                    say("The browser does not let it be copied; select it by hand.");
                }
            },
        }, label));
}
