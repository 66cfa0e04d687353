import { element, setAttribute, setText, textButton } from "./element.js";
import { icon } from "./icons.js";
import { pieces, safeAddress } from "./links.js";

/// One message in the transcript. Its text is made once; what is said about it changes.
export class MessageView {
    #chat;
    #content = "";
    #day = element("p", { class: "event day", hidden: true });
    #author = element("p", { class: "author" });
    #body = element("div", { class: "content" });
    #state = element("p", { class: "state" });
    #item = null;

    constructor(chat) {
        this.#chat = chat;
        this.retry = textButton(chat.texts.get("retry"), () => this.#again());
        this.discard = textButton(chat.texts.get("discard"), () => chat.outbox.discard(this.#item.key));
        this.element = element("div", {}, this.#day, this.#author, this.#body,
            element("div", { class: "foot", "aria-live": "off" }, this.#state, this.retry, this.discard));
    }

    update(item) {
        this.#item = item;
        const { message, state, refused } = item;
        const { texts } = this.#chat;
        setAttribute(this.element, "class", `message ${message.from}${refused ? " refused" : ""}`);
        setText(this.#day, texts.day(message.at));
        setAttribute(this.#day, "hidden", !item.isNewDay);
        this.#showAuthor(item);
        const content = JSON.stringify([message.text, message.files]);
        if (content !== this.#content) this.#fill(message);
        this.#content = content;
        const isWaiting = state === "notSentYet" || state === "tooMany";
        const reason = refused?.type === "chat-off" ? texts.get("switchedOff") : refused?.detail ?? "";
        setText(this.#state, !state ? "" : refused ? `${texts.get("notSent")} ${reason}` : texts.get(state));
        setAttribute(this.#state, "hidden", !state);
        setAttribute(this.#state, "class", `state${refused || isWaiting ? " failed" : ""}`);
        setAttribute(this.retry, "hidden", !refused && !isWaiting);
        setAttribute(this.discard, "hidden", !refused);
    }

    #showAuthor({ message, beginsGroup }) {
        const { texts } = this.#chat;
        const isSystem = message.from === "system";
        const name = message.from === "visitor" ? texts.get("you") : message.name ?? texts.get("agent");
        const time = texts.time(message.at);
        setText(this.#author, isSystem ? "" : `${name} · ${time}`);
        setAttribute(this.#author, "class", beginsGroup && !isSystem ? "author" : "author visually-hidden");
    }

    #again() {
        if (this.#item.refused) this.#chat.outbox.retry(this.#item.key);
        else this.#chat.outbox.hurry();
    }

    #fill({ text, files, from }) {
        const parts = [];
        if (text) {
            parts.push(element("p", { class: "bubble", dir: "auto" }, ...pieces(text).map((piece) => (piece.address
                ? element("a", { href: piece.address, target: "_blank", rel: "noopener noreferrer" }, piece.text)
                : piece.text))));
        }
        for (const file of files ?? []) parts.push(this.#file(file));
        this.#body.replaceChildren(...parts);
        setAttribute(this.#body, "class", from === "system" ? "content event" : "content");
    }

    #file({ name, type, bytes, url }) {
        const { texts, api } = this.#chat;
        const address = url ? safeAddress(url, api.base) : null;
        const isPicture = address && /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(type ?? "");
        const note = address || !url ? [texts.size(bytes ?? 0)] : [];
        const parts = isPicture
            ? [element("img", { src: address, alt: name ?? texts.get("picture"), loading: "lazy" })]
            : [icon(address ? "file" : "clock"), element("span", { class: "file-name" }, name ?? texts.get("file")),
                element("span", { class: "file-size" }, ...note)];
        const link = { href: address, target: "_blank", rel: "noopener noreferrer" };
        return address
            ? element("a", { class: isPicture ? "picture" : "file", ...link }, ...parts)
            : element("div", { class: "file" }, ...parts);
    }
}
