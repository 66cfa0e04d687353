import { element } from "../frame/element.js";
import { path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { router } from "../frame/router.js";
import { button } from "../parts/button.js";
import { say } from "../parts/notice.js";
import { ConversationList } from "./conversation-list.js";
import { contactPointLabels, contactPoints, forgetConnections, people, platforms } from "./facts.js";
import { Filters } from "./filters.js";
import { listenForShortcuts, showHelp } from "./shortcuts.js";
import { Unread } from "./unread.js";

/// In milliseconds: so long the screen waits for the stream of events, then it is drawn all the same.
const longestWait = 2000;

/// The inbox: conversations, and the one that is open beside them. Where there is no room for both, they are two screens.
export async function show(place) {
    // Somebody may have changed them on another screen.
    forgetConnections();
    const [points, known, names, labels] = await Promise.all([contactPoints(), platforms(), people(), contactPointLabels()]);
    const inbox = new Inbox(place, { platforms: known, names, labels }, points);
    // What is read while nobody listens may change unheard.
    await Promise.race([inbox.listening, new Promise((resolve) => setTimeout(resolve, longestWait))]);
    await inbox.read(place.params.conversation);
    return { element: inbox.element, title: inbox.title };
}

class Inbox {
    #beside = element("div", { class: "inbox-beside" });
    #open = null;
    #pane = null;
    /// What happens while a conversation is read: it may have been read before that.
    #heard = null;

    constructor({ query, signal }, facts, points) {
        this.facts = facts;
        this.signal = signal;
        this.filters = new Filters(query, { points, platforms: facts.platforms, onchange: () => this.#filtered() });
        this.list = new ConversationList(this.filters, facts, { signal });
        const unread = new Unread({ signal });
        const shortcuts = this.#shortcuts();
        this.element = element("div", { class: "inbox" },
            element("h1", { class: "unseen" }, "Inbox"),
            element("section", { class: "inbox-list", "aria-labelledby": "inbox-list-title" },
                element("div", { class: "heading" },
                    element("h2", { id: "inbox-list-title" }, "Conversations"),
                    element("div", { class: "row" },
                        button("Start conversation", () => this.#start()),
                        element("button", { type: "button", class: "quiet", onclick: () => showHelp(shortcuts) }, "Keys"))),
                this.filters.element, this.list.element),
            this.#beside);
        let listens;
        this.listening = new Promise((resolve) => { listens = resolve; });
        this.#showNothing();
        this.element.addEventListener("click", (event) => this.#clicked(event));
        this.list.element.addEventListener("keydown", (event) => this.#arrow(event));
        listenForShortcuts(shortcuts, { signal });
        document.addEventListener("visibilitychange", () => { if (!document.hidden) this.list.mark(this.list.here); }, { signal });
        follow((event) => {
            this.list.hear(event);
            if (this.#heard) this.#heard.push(event);
            else this.#pane?.hear(event);
            unread.hear(event);
            if (event.type === "conversation.erased" && event.data?.value === this.list.here) this.#erased();
        }, { signal, missed: () => this.#readAnew(), opened: () => { if (this.#hasRead) this.#readAnew(); else listens(); } });
    }

    get title() { return this.#pane?.title ?? "Inbox"; }

    #hasRead = false;

    /// Reads the list, and the conversation that the address names.
    async read(conversation) {
        this.#hasRead = true;
        await Promise.all([this.list.load(), conversation ? this.open(conversation) : null]);
    }

    #readAnew() {
        this.list.load();
        this.#pane?.reread();
    }

    #address(id = null) {
        const { query } = this.filters;
        return `${id ? path`/inbox/${id}` : "/inbox"}${query ? `?${query}` : ""}`;
    }

    /// Shows a conversation in the place for one.
    async open(id) {
        this.#open?.abort();
        this.#open = new AbortController();
        this.signal.addEventListener("abort", () => this.#open.abort(), { once: true });
        const { signal } = this.#open;
        this.#pane = null;
        const heard = this.#heard = [];
        this.list.mark(id);
        this.element.classList.add("has-open");
        this.#beside.setAttribute("aria-busy", "true");
        const { ConversationPane, unshown } = await import("./conversation.js");
        let pane = null;
        let shown;
        try {
            pane = await ConversationPane.open(id, this.facts, { signal, back: () => this.#address() });
            shown = pane.element;
        } catch (error) {
            if (error.name === "AbortError") return;
            shown = unshown(error, this.#address());
        }
        if (signal.aborted) return;
        this.#pane = pane;
        this.#heard = null;
        for (const event of heard) pane?.hear(event);
        this.#beside.replaceChildren(shown);
        this.#beside.removeAttribute("aria-busy");
        // What was drawn outside the page has no height to scroll.
        requestAnimationFrame(() => pane?.transcript.toEnd());
    }

    #showNothing() {
        this.#beside.replaceChildren(element("p", { class: "empty inbox-nothing" }, "Choose a conversation to read and answer it. Press ? for the keys."));
    }

    #erased() {
        this.#open.abort();
        this.#pane = null;
        this.list.mark(null);
        this.element.classList.remove("has-open");
        this.#showNothing();
        router.note(this.#address());
        say("The conversation was erased with its customer.");
    }

    #filtered() {
        router.note(location.pathname.replace(/^\/panel/, "") + (this.filters.query ? `?${this.filters.query}` : ""));
        this.list.load();
    }

    /// Another conversation is opened beside the list, which stays as it is. The browser's way back leads back.
    async #clicked(event) {
        const link = event.target.closest("a[data-conversation]");
        if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        const id = link.dataset.conversation;
        history.pushState({}, "", link.href);
        router.note(location.pathname.slice("/panel".length) + location.search);
        // What is not read yet may be that of another version by now: the page becomes it, at the same address.
        await this.open(id).catch(() => this.#reload());
        if (this.list.here !== id) return;
        document.title = `${this.title} · Gatehouse`;
        this.#focusOpened();
    }

    /// Unless nothing can be had just now: an error page of the browser would take the place of everything.
    async #reload() {
        const isThere = await fetch("/panel/", { cache: "no-store" }).then((answer) => answer.ok, () => false);
        if (isThere) location.reload();
        else say("The gateway cannot be reached. Try again in a moment.");
    }

    /// Whoever opens a conversation wants to answer. On a small screen that would cover it with a keyboard.
    #focusOpened() {
        const isSmall = matchMedia("(max-width: 760px)").matches;
        const mayWrite = this.#pane?.composer.field.hidden === false;
        (mayWrite && !isSmall ? this.#pane.composer : this.#beside.querySelector(isSmall ? "a" : "button, .transcript"))?.focus();
    }

    #arrow(event) {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by || event.target.closest("button")) return;
        event.preventDefault();
        this.list.step(by);
    }

    async #start() {
        const { startConversation } = await import("./start.js");
        return startConversation({}, { signal: this.signal });
    }

    #shortcuts() {
        return {
            j: { does: "Next conversation", act: () => this.list.step(1) },
            k: { does: "Previous conversation", act: () => this.list.step(-1) },
            r: { does: "Write in the open conversation", act: () => this.#pane?.composer.focus() },
            u: { does: "Back to the list", act: () => (this.#pane ? router.go(this.#address()) : this.list.focus()) },
            n: { does: "Start a conversation", act: () => this.#start() },
            "/": { does: "Search", act: () => document.getElementById("filter-search")?.focus() },
        };
    }
}
