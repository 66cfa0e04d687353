import { TranscriptDialog } from "./dialogs.js";
import { element, setAttribute, setText } from "./element.js";

/// What stands in place of the field to write in, after the end.
export class End {
    #chat;
    #text = element("p", { role: "status" });

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        const button = (look, label, act) => element("button", { type: "button", class: look, onclick: act }, label);
        this.again = button("button", texts.get("startAnew"), () => chat.startAnew());
        const mail = () => TranscriptDialog.open(chat, this.element);
        this.mail = button("button plain", texts.get("mailTranscript"), mail);
        this.element = element("footer", { class: "end", hidden: true },
            this.#text, element("div", { class: "actions" }, this.again, this.mail));
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
