import { element, setAttribute, setText } from "./element.js";
import { icon } from "./icons.js";

/// The round button that opens the chat, with how many messages were not seen. Where visitors with a phone go to their
/// text messages, it is a link there.
export class Launcher {
    #chat;
    #count = element("span", { class: "count", "aria-hidden": "true" });

    constructor(chat) {
        this.#chat = chat;
        this.element = element("div", { class: "launcher", hidden: true });
    }

    update(isShown) {
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) return;
        const chat = this.#chat;
        const address = chat.smsAddress;
        if (!this.#button || this.#address !== address) this.#make(address);
        const { unread, texts } = chat;
        setText(this.#count, unread > 99 ? "99+" : String(unread));
        setAttribute(this.#count, "hidden", unread === 0);
        const label = texts.get("title") + (unread ? `, ${texts.get("unread", { count: unread })}` : "");
        setAttribute(this.#button, "aria-label", label);
    }

    focus() { this.#button?.focus(); }

    #button = null;
    #address = null;

    #make(address) {
        this.#address = address;
        const parts = [icon("chat"), this.#count];
        this.#button = address
            ? element("a", { class: "launcher-button", href: address, target: "_top" }, ...parts)
            : element("button", {
                type: "button", class: "launcher-button", "aria-haspopup": "dialog",
                onclick: () => this.#chat.open({ takesFocus: true }),
            }, ...parts);
        this.element.replaceChildren(this.#button);
    }
}
