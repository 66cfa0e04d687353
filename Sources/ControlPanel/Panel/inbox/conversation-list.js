import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { Complaint } from "../parts/notice.js";
import { ConversationRow } from "./conversation-row.js";

/// The conversations that the filters let through, live: of those that are open, the one in which something was said last
/// is at the top; of others, the one that began last.
export class ConversationList {
    #rows = new Map();
    #next = null;
    #list = element("ul", { role: "list", class: "conversations", "aria-label": "Conversations" });
    #empty = element("p", { class: "empty", hidden: true });
    #complaint = new Complaint();
    #more = element("button", { type: "button", hidden: true, onclick: () => this.#readMore() }, "Older conversations");
    #busy = element("p", { class: "empty", role: "status" });
    element = element("div", { class: "conversation-list" }, this.#complaint.element, this.#list, this.#busy, this.#empty, this.#more);
    /// The one that is open.
    here = null;
    #reading = 0;

    constructor(filters, facts, { signal }) {
        this.filters = filters;
        this.facts = facts;
        this.signal = signal;
        const tick = setInterval(() => this.#drawAll(), 20_000);
        signal.addEventListener("abort", () => clearInterval(tick));
    }

    /// Reads the list anew.
    async load() {
        const reading = ++this.#reading;
        this.#complaint.clear();
        this.#busy.textContent = this.#rows.size === 0 ? "Reading …" : "";
        try {
            const { items, next } = await this.#read(null);
            if (reading !== this.#reading) return;
            const before = this.#rows;
            this.#rows = new Map();
            for (const item of items) this.#rows.set(item.id, before.get(item.id) ?? new ConversationRow(this.facts));
            for (const item of items) this.#rows.get(item.id).conversation = item;
            this.#next = next ?? null;
            this.#drawAll();
        } catch (error) {
            this.#complaint.show(error);
        } finally {
            if (reading === this.#reading) this.#busy.textContent = "";
        }
    }

    async #readMore() {
        this.#more.disabled = true;
        try {
            const { items, next } = await this.#read(this.#next);
            for (const item of items) this.#row(item.id).conversation = item;
            this.#next = next;
            this.#drawAll();
        } catch (error) {
            this.#complaint.show(error);
        } finally {
            this.#more.disabled = false;
        }
    }

    #read(cursor) {
        const query = this.filters.asked;
        query.set("limit", "50");
        if (cursor) query.set("cursor", cursor);
        return api.get(`/conversations?${query}`, { signal: this.signal });
    }

    #row(id) {
        if (!this.#rows.has(id)) this.#rows.set(id, new ConversationRow(this.facts));
        return this.#rows.get(id);
    }

    /// What happened at the gateway.
    hear(event) {
        if (event.type === "conversation.customerTyping") return this.#typing(event);
        if (event.type === "conversation.erased") return this.#remove(event.data?.value);
        const conversation = event.data?.conversation;
        if (!conversation) return;
        const isKnown = this.#rows.has(conversation.id);
        const { only, search } = this.filters.value;
        const isDoubtful = event.data.message?.mark === "possibleOptOut";
        const settles = only === "optOut" && event.type === "message.optOutSettled";
        if (!this.filters.fits(conversation) || settles) {
            // What is open stays in sight until another is opened.
            if (conversation.id !== this.here) return this.#remove(conversation.id);
            if (!isKnown) return;
        } else if (!isKnown && (search || (only === "optOut" && !isDoubtful))) return;
        // Events do not tell what was said last: of one that was not listed, it is asked for.
        if (!isKnown && event.type !== "message.received") return void this.#fetch(conversation.id);
        const row = this.#row(conversation.id);
        row.take(conversation);
        row.isSettled = settles;
        row.hear(event.data.message);
        if (event.type === "message.received") {
            row.typesUntil = 0;
            row.isUnread = conversation.id !== this.here || document.hidden;
        }
        this.#drawAll();
    }

    async #fetch(id) {
        const conversation = await api.get(path`/conversations/${id}`, { signal: this.signal }).catch(() => null);
        if (!conversation || !this.filters.fits(conversation)) return;
        this.#row(id).take(conversation);
        this.#drawAll();
    }

    #typing({ conversation, until }) {
        const row = this.#rows.get(conversation);
        if (!row) return;
        row.typesUntil = new Date(until).getTime();
        this.#draw(row);
        setTimeout(() => this.#draw(row), Math.max(0, row.typesUntil - Date.now()) + 50);
    }

    #remove(id) {
        if (this.#rows.delete(id)) this.#drawAll();
    }

    /// Says which one is open.
    mark(id) {
        const left = this.here;
        this.here = id;
        const row = this.#rows.get(id);
        if (row) row.isUnread = false;
        const before = left === id ? null : this.#rows.get(left);
        if (before && (before.isSettled || !this.filters.fits(before.conversation))) this.#rows.delete(left);
        this.#drawAll();
    }

    #draw(row) { row.show(row.conversation, { isHere: row.conversation.id === this.here, query: this.filters.query }); }

    #drawAll() {
        const moment = (row) => this.filters.isBySpeech ? row.saidAt : row.conversation.createdAt;
        const rows = [...this.#rows.values()].sort((one, other) => moment(other).localeCompare(moment(one)));
        const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
        for (const row of rows) this.#draw(row);
        const wanted = rows.map((row) => row.element);
        if (wanted.length !== this.#list.children.length || wanted.some((one, place) => one !== this.#list.children[place])) {
            this.#list.replaceChildren(...wanted);
            if (focused?.isConnected) focused.focus({ preventScroll: true });
        }
        this.#more.hidden = !this.#next;
        this.#empty.hidden = rows.length > 0;
        if (rows.length === 0) this.#empty.textContent = this.#emptyText();
    }

    #emptyText() {
        if (this.#next) return "Nothing among those that were looked through. There are older ones.";
        if (this.filters.isNarrowed) return "No conversation is like that. Choose other filters to see more.";
        return "No conversation is open. One begins when a customer writes, or when you start one.";
    }

    /// Moves the focus along the list.
    step(by) {
        const links = [...this.#list.querySelectorAll("a")];
        if (links.length === 0) return;
        const from = links.indexOf(document.activeElement);
        const start = from >= 0 ? from : links.findIndex((link) => link.dataset.conversation === this.here);
        const place = start < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, start + by));
        links[place].focus();
    }

    /// The focus goes to the one that was open last, or to the first.
    focus() { (this.#rows.get(this.here)?.link ?? this.#list.querySelector("a"))?.focus(); }
}
