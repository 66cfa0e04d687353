import { element, iconButton, setAttribute } from "./element.js";
import { icon } from "./icons.js";

const emojis = ("😀 😃 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😎 🤔 😐 😕 🙁 😢 😭 😡 😱 😴 🤗 🙄 😬 "
    + "👍 👎 👌 👏 🙏 👋 💪 🤝 ❤️ 💔 🎉 🎁 ⭐ 🔥 ✅ ❌ ❓ ❗ 📦 🚚 💳 🕐 ☀️ ☕").split(" ");
const columns = 8;

/// A set of emojis, reached by the arrow keys.
export class EmojiPicker {
    #chosen;

    constructor(chat, chosen) {
        this.#chosen = chosen;
        const { texts } = chat;
        this.button = iconButton(icon("emoji"), texts.get("emojis"), {
            "aria-expanded": "false", "aria-controls": "emojis", onclick: () => this.#toggle(this.element.hidden),
        });
        this.element = element("div", {
            class: "emojis", id: "emojis", role: "group", "aria-label": texts.get("emojis"), hidden: true,
            onkeydown: (event) => this.#key(event),
        }, ...emojis.map((emoji, index) => element("button", {
            type: "button", tabindex: index === 0 ? 0 : -1, onclick: () => this.#chosen(emoji),
        }, emoji)));
    }

    update(isAllowed) {
        setAttribute(this.button, "hidden", !isAllowed);
        if (!isAllowed) this.close();
    }

    close() {
        setAttribute(this.element, "hidden", true);
        setAttribute(this.button, "aria-expanded", "false");
    }

    #toggle(opens) {
        if (!opens) return this.close();
        setAttribute(this.element, "hidden", false);
        setAttribute(this.button, "aria-expanded", "true");
        this.element.querySelector("[tabindex='0']").focus();
    }

    #key(event) {
        const buttons = [...this.element.children];
        const at = buttons.indexOf(document.activeElement);
        const forward = document.documentElement.dir === "rtl" ? -1 : 1;
        const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns }[event.key];
        if (event.key === "Escape") {
            this.close();
            this.button.focus();
        } else if (step === undefined) return;
        else if (buttons[at + step]) {
            buttons[at].tabIndex = -1;
            buttons[at + step].tabIndex = 0;
            buttons[at + step].focus();
        }
        event.preventDefault();
        event.stopPropagation();
    }
}
