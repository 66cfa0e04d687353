import { element, setAttribute, setText } from "./element.js";
import { MessageView } from "./message-view.js";

/// After this long, a message of the same author says again who and when.
const groupPause = 300_000;
/// This near to its end, the transcript follows what comes.
const nearEnd = 80;

/// What was said, as a live log: a screen reader says what is added.
export class Transcript {
    #chat;
    #views = new Map();
    #wasShown = false;
    #lastKey = null;
    #greeting = element("p", { class: "event" });
    #list = element("div", { class: "messages" });
    #typing;
    #typist = element("span", { class: "visually-hidden" });

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        this.#typing = element("div", { class: "typing", "aria-live": "off", hidden: true },
            this.#typist,
            element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")));
        this.log = element("div", {
            class: "log", role: "log", tabindex: 0, "aria-label": texts.get("log"), onscroll: () => this.#scrolled(),
        }, this.#greeting, this.#list, this.#typing);
        this.jump = element("button", { type: "button", class: "jump", hidden: true, onclick: () => this.#toEnd() },
            texts.get("newMessages"));
        this.element = element("div", { class: "transcript", hidden: true }, this.log, this.jump);
        // Pictures that arrive, and a smaller window, must not push the last message out of sight.
        this.log.addEventListener("load", () => this.#follows && this.#toEnd(), true);
        if ("ResizeObserver" in window) new ResizeObserver(() => this.#follows && this.#toEnd()).observe(this.log);
    }

    #follows = true;

    update(isShown) {
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) {
            this.#wasShown = false;
            return;
        }
        const chat = this.#chat;
        const greeting = chat.texts.get("greeting");
        setText(this.#greeting, greeting);
        setAttribute(this.#greeting, "hidden", greeting === "");
        const items = this.#items();
        this.#place(items);
        this.#showTyping(chat.conversation.typing);
        const last = items.at(-1);
        const isNew = last && last.key !== this.#lastKey;
        this.#lastKey = last?.key ?? null;
        if (this.#follows || !this.#wasShown || (isNew && last.message.from === "visitor")) this.#toEnd();
        else if (isNew) setAttribute(this.jump, "hidden", false);
        this.#wasShown = true;
    }

    #showTyping(typing) {
        setAttribute(this.#typing, "hidden", !typing);
        const key = typing?.name ? "typing" : "typingUnnamed";
        setText(this.#typist, typing ? this.#chat.texts.get(key, { name: typing.name }) : "");
    }

    /// Messages and what is on its way, with what each says beside its text.
    #items() {
        const { conversation, pending, outbox } = this.#chat;
        const items = conversation.messages.map((message) => ({ key: message.clientId ?? message.id, message }));
        for (const entry of pending) {
            const { id, at, text = null, files = [], refused } = entry;
            const message = { id, from: "visitor", name: null, text, files, at };
            const wait = outbox.isTooFast ? "tooMany" : outbox.isStuck ? "notSentYet" : "sending";
            const state = refused ? "refused" : wait;
            items.push({ key: id, message, state, refused });
        }
        let before = null;
        let lastOwn = null;
        for (const item of items) {
            const { from, name, at } = item.message;
            item.isNewDay = !before || new Date(before.at).toDateString() !== new Date(at).toDateString();
            item.beginsGroup = item.isNewDay || before.from !== from || before.name !== name
                || at - before.at > groupPause;
            if (from === "visitor" && !item.state) lastOwn = item;
            before = item.message;
        }
        if (lastOwn) lastOwn.state = ["delivered", "read"].find((state) => state === lastOwn.message.status) ?? "sent";
        return items;
    }

    #place(items) {
        const kept = new Set(items.map((item) => item.key));
        for (const [key, view] of this.#views) {
            if (!kept.has(key)) {
                view.element.remove();
                this.#views.delete(key);
            }
        }
        let place = this.#list.firstChild;
        for (const item of items) {
            let view = this.#views.get(item.key);
            if (!view) this.#views.set(item.key, view = new MessageView(this.#chat));
            view.update(item);
            if (view.element === place) place = place.nextSibling;
            else this.#list.insertBefore(view.element, place);
        }
    }

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.log;
        this.#follows = scrollHeight - scrollTop - clientHeight < nearEnd;
        if (this.#follows) setAttribute(this.jump, "hidden", true);
    }

    #toEnd() {
        this.#follows = true;
        setAttribute(this.jump, "hidden", true);
        this.log.scrollTop = this.log.scrollHeight;
    }
}
