import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { MessageItem } from "./message.js";

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/// What was said in a conversation, live. Who reads further up is not pulled down by what arrives.
export class Transcript {
    #items = new Map();
    #list = element("ol", { role: "list", class: "messages" });
    #typing = element("p", { class: "typing", role: "status" });
    #newer = element("button", { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd() }, "New message below");
    #scroller;

    /// - `context`: what a message asks for; see `MessageItem`.
    constructor(conversation, context, { signal }) {
        this.id = conversation;
        this.context = context;
        this.signal = signal;
        this.#scroller = element("div", {
            class: "transcript", tabindex: 0, role: "log", "aria-label": "Messages", onscroll: () => this.#scrolled(),
        }, this.#list, this.#typing);
        this.element = element("div", { class: "transcript-place" }, this.#scroller, this.#newer);
    }

    async load() {
        const messages = await api.all(path`/conversations/${this.id}/messages?limit=200`, { most: 5000, signal: this.signal });
        for (const message of messages) this.#take(message);
        this.#order();
    }

    get messages() { return [...this.#items.values()].map((item) => item.message).sort((one, other) => (one.id < other.id ? -1 : 1)); }

    /// A message that is new, or of which something is.
    show(message) {
        const isNew = !this.#items.has(message.id);
        const wasAtEnd = this.#isAtEnd;
        this.#take(message);
        if (isNew) this.#order();
        if (message.direction === "inbound") this.#typing.textContent = "";
        if (wasAtEnd || (isNew && message.direction === "outbound")) this.toEnd();
        else if (isNew) this.#newer.hidden = false;
    }

    #take(message) {
        const item = this.#items.get(message.id);
        // The answer to a request may come after the events that followed it.
        if (item && message.statusAt < item.message.statusAt) return;
        if (item) item.show(message);
        else this.#items.set(message.id, new MessageItem(message, this.context));
    }

    /// Messages stand in the order of their ids, and days are told apart.
    #order() {
        let before = null;
        let place = this.#list.firstElementChild;
        for (const { id, createdAt } of this.messages) {
            const date = new Date(createdAt).toDateString();
            if (date !== before) {
                if (place?.dataset.day === date) place = place.nextElementSibling;
                else this.#list.insertBefore(element("li", { class: "day", "data-day": date }, day.format(new Date(createdAt))), place);
                before = date;
            }
            const wanted = this.#items.get(id).element;
            if (place === wanted) place = place.nextElementSibling;
            else this.#list.insertBefore(wanted, place);
        }
    }

    refresh() { for (const item of this.#items.values()) item.refresh(); }

    remove(id) {
        this.#items.get(id)?.element.remove();
        this.#items.delete(id);
    }

    /// The customer writes, until then.
    typing(name, until) {
        const wasAtEnd = this.#isAtEnd;
        clearTimeout(this.#timer);
        this.#typing.textContent = `${name} is typing …`;
        this.#timer = setTimeout(() => { this.#typing.textContent = ""; }, Math.max(0, new Date(until) - Date.now()));
        if (wasAtEnd) this.toEnd();
    }

    #timer;

    get #isAtEnd() { return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 60; }

    #scrolled() { if (this.#isAtEnd) this.#newer.hidden = true; }

    toEnd() {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
        this.#newer.hidden = true;
    }
}
