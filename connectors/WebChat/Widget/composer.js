import { element, iconButton, setAttribute, setText } from "./element.js";
import { EmojiPicker } from "./emoji.js";
import { icon } from "./icons.js";
import { UploadList } from "./upload-list.js";

/// From here on the writer is told how much is left.
const nearLimit = 0.8;

/// The field to write in, with files and emojis. Enter sends, Shift and Enter begin a line.
export class Composer {
    #chat;
    #count = element("p", { class: "remaining", id: "remaining" });
    #alert = element("p", { class: "visually-hidden", role: "status" });
    #isFull = false;

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        this.field = element("textarea", {
            rows: 1, dir: "auto", enterkeyhint: "send", placeholder: texts.get("message"),
            "aria-label": texts.get("message"), "aria-describedby": "remaining",
            oninput: () => this.#written(), onkeydown: (event) => this.#key(event),
            onpaste: (event) => this.#pasted(event),
        });
        this.field.value = chat.store.get("draft", "sessionStorage") ?? "";
        this.chooser = element("input", {
            type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true",
            onchange: () => this.#chosen(),
        });
        this.attach = iconButton(icon("attach"), texts.get("attach"), { onclick: () => this.chooser.click() });
        this.emojis = new EmojiPicker(chat, (emoji) => this.#insert(emoji));
        this.sendButton = iconButton(icon("send"), texts.get("send"), { class: "icon-button send", type: "submit" });
        this.uploads = new UploadList(chat, () => this.focus());
        const row = [this.attach, this.chooser, this.emojis.button, this.field, this.sendButton];
        this.element = element("form", { class: "composer", hidden: true, onsubmit: (event) => this.#submit(event) },
            this.uploads.element, this.emojis.element,
            element("div", { class: "row" }, ...row), this.#count, this.#alert);
    }

    get takesFiles() {
        return !this.element.hidden && this.#chat.settings.visitorFiles && !this.#chat.isPreview && !this.#isClosed;
    }
    get #isClosed() { return this.#chat.lacksAgents; }
    get #tooLong() { return this.field.value.length - this.#chat.settings.mostTextLength; }
    get #maySend() {
        const { uploads } = this.#chat;
        const isEmpty = this.field.value.trim() === "" && uploads.done.length === 0;
        return !isEmpty && !uploads.isBusy && this.#tooLong <= 0 && !this.#isClosed;
    }

    update(isShown) {
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) return;
        const { settings, store } = this.#chat;
        const draft = store.get("draft", "sessionStorage") ?? "";
        if (document.activeElement !== this.field && this.field.value !== draft) this.field.value = draft;
        setAttribute(this.attach, "hidden", !settings.visitorFiles);
        setAttribute(this.chooser, "accept", settings.fileTypes.join(","));
        this.emojis.update(settings.emojis);
        this.uploads.update();
        this.field.readOnly = this.#isClosed;
        this.#follow();
    }

    focus() { this.field.focus(); }

    #written() {
        const text = this.field.value;
        this.#chat.store.set("draft", text || null, "sessionStorage");
        if (text.trim()) this.#chat.typing.touch();
        else this.#chat.typing.stop();
        this.#follow();
    }

    #follow() {
        const { texts, settings } = this.#chat;
        const { length } = this.field.value;
        const left = settings.mostTextLength - length;
        const text = left < 0 ? texts.get("tooLong", { count: -left }) : texts.get("left", { count: left });
        setText(this.#count, length > settings.mostTextLength * nearLimit ? text : "");
        setAttribute(this.#count, "class", left < 0 ? "remaining error" : "remaining");
        setAttribute(this.field, "aria-invalid", left < 0 ? "true" : null);
        if (left < 0 !== this.#isFull) setText(this.#alert, left < 0 ? text : "");
        this.#isFull = left < 0;
        setAttribute(this.sendButton, "aria-disabled", this.#maySend ? null : "true");
        this.field.style.height = "auto";
        this.field.style.height = `${this.field.scrollHeight}px`;
    }

    #key(event) {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        this.#submit(event);
    }

    #submit(event) {
        event.preventDefault();
        if (!this.#maySend) return;
        const text = this.field.value.trim();
        this.field.value = "";
        this.#chat.store.set("draft", null, "sessionStorage");
        this.#chat.send(text);
        this.emojis.close();
        this.#follow();
        this.focus();
    }

    #insert(emoji) {
        const { selectionStart, selectionEnd } = this.field;
        this.field.setRangeText(emoji, selectionStart, selectionEnd, "end");
        this.#written();
        this.focus();
    }

    #chosen() {
        this.#chat.uploads.add([...this.chooser.files]);
        this.chooser.value = "";
        this.focus();
    }

    #pasted(event) {
        const files = [...(event.clipboardData?.files ?? [])];
        if (!files.length || !this.takesFiles) return;
        event.preventDefault();
        this.#chat.uploads.add(files);
    }
}
