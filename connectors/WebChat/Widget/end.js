import { TranscriptDialog } from "./dialogs.js";
import { element, setAttribute, setText } from "./element.js";

/// What stands in place of the field to write in, after the end.
export class End {
    #chat;
    #text = element("p", { role: "status" });

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        this.again = element("button", { type: "button", class: "button", onclick: () => chat.startAnew() }, texts.get("startAnew"));
        this.mail = element("button", {
            type: "button", class: "button plain", onclick: () => TranscriptDialog.open(chat, this.element),
        }, texts.get("mailTranscript"));
        this.element = element("footer", { class: "end", hidden: true }, this.#text, element("div", { class: "actions" }, this.again, this.mail));
    }

    update(isShown) {
        const chat = this.#chat;
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) return;
        setText(this.#text, chat.texts.get(chat.settings.isEnabled ? "ended" : "switchedOff"));
        setAttribute(this.again, "hidden", !chat.settings.isEnabled || chat.lacksAgents);
        setAttribute(this.mail, "hidden", !chat.settings.emailTranscript || !chat.state.mayAskForTranscript);
    }

    focus() { [this.again, this.mail].find((button) => !button.hidden)?.focus(); }
}
