import { Refusal } from "./api.js";
import { Stream } from "./stream.js";
import { Tabs } from "./tabs.js";
import { Backoff, Pause, alone } from "./waiting.js";

/// The visitor's session: its ticket, which all tabs share and renew in time, and the events that come under it.
export class Session {
    cursor = null;
    #api;
    #store;
    #tabs = null;
    #stream = null;
    #timer = null;
    #chat;

    /// - Parameter chat: what the session's states and events go to (`load`, `receive`, `connected`, `refused`).
    constructor(api, store, chat) {
        this.#api = api;
        this.#store = store;
        this.#chat = chat;
        api.renew = (ticket) => this.renew(ticket);
        api.forbidden = (refusal) => this.refused(refusal);
    }

    /// Who vouches for the page around: its origin, by the browser's word.
    site = "";

    /// Opens the session, and keeps trying until it is open; then listens.
    async begin(identity) {
        const backoff = new Backoff(1_000, 60_000);
        const pause = new Pause();
        addEventListener("online", () => pause.end());
        for (;;) {
            try {
                await this.#ask({ identity });
                break;
            } catch (refusal) {
                if (refusal.status === 403 || refusal.status === 404) return this.#chat.refused(refusal);
                // A token that does not hold makes nobody known, and nobody mute.
                if (refusal.type === "identity-refused") identity = undefined;
                await pause.take(refusal.retryAfter ? refusal.retryAfter * 1000 : backoff.take());
            }
        }
        this.#tabs = new Tabs(this.#store.prefix, {
            lead: () => { this.#stream = new Stream(this.#api, this); },
            follow: () => { this.#stream?.stop(); this.#stream = null; },
            hear: (message) => this.#hear(message),
        });
        for (const event of ["online", "pageshow"]) addEventListener(event, () => this.#stream?.nudge());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") this.#stream?.nudge();
        });
    }

    /// Renews the ticket, unless another tab has done so since.
    async renew(ticket) {
        try {
            await this.#ask({ unlessOtherThan: ticket });
        } catch (error) {
            throw error instanceof Refusal ? error : new Refusal(0);
        }
    }

    /// Another visitor from now on: the one the token names, or a new one.
    async become(identity) {
        await this.#ask({ identity, forgets: !identity });
        this.#tabs.tell({ kind: "visitor" });
        this.#restart();
    }

    #restart() {
        if (!this.#stream) return;
        this.#stream.stop();
        this.#stream = new Stream(this.#api, this);
    }

    /// One tab at a time asks: two that open together must not become two visitors.
    #ask({ identity, forgets, unlessOtherThan }) {
        return alone(`${this.#store.prefix}session`, async () => {
            const kept = forgets ? null : this.#store.get("ticket");
            if (unlessOtherThan && kept && kept.ticket !== unlessOtherThan) return;
            const body = { site: this.site };
            if (kept) body.ticket = kept.ticket;
            if (identity) body.identity = identity;
            const answer = await this.#api.fetch("POST", "session", body, { isOpen: true });
            const session = await answer.json().catch(() => { throw new Refusal(0); });
            const { ticket, handle } = session;
            // By our clock, which may be wrong, when the gateway's says so.
            const expiresAt = session.expiresAt + Date.now() - (Date.parse(answer.headers.get("Date")) || Date.now());
            if ((identity || forgets) && this.#store.get("ticket")?.handle !== handle) this.#chat.forget();
            this.#store.set("ticket", { ticket, expiresAt, handle });
            this.#keepFresh(expiresAt);
            this.cursor = session.cursor;
            this.#chat.load(session);
        });
    }

    /// Five minutes before the end, or after half the time of a short ticket. A timer of a browser ends at 24 days.
    #keepFresh(expiresAt) {
        clearTimeout(this.#timer);
        const left = expiresAt - Date.now();
        this.#timer = setTimeout(async () => {
            const kept = this.#store.get("ticket");
            if (kept && kept.expiresAt > expiresAt) return this.#keepFresh(kept.expiresAt);
            if (left > 86_400_000) return this.#keepFresh(expiresAt);
            await this.renew(kept?.ticket).catch(() => {
                this.#timer = setTimeout(() => this.#keepFresh(expiresAt), 10_000);
            });
        }, Math.max(10_000, Math.min(86_400_000, left - Math.min(300_000, left / 2))));
    }

    // What the stream tells, in the tab that has it.

    receive(event, data, cursor) {
        if (cursor) this.cursor = cursor;
        this.#tabs?.tell({ kind: "event", event, data, cursor: this.cursor, handle: this.#chat.conversation.handle });
        this.#chat.receive(event, data);
    }

    alive() {
        this.#tabs?.tell({ kind: "alive" });
    }

    connected(isConnected) {
        if (isConnected !== this.isConnected) this.#tabs?.tell({ kind: "connected", isConnected });
        this.isConnected = isConnected;
        this.#chat.connected(isConnected);
    }

    refused(refusal) {
        this.#tabs?.tell({ kind: "refused" });
        this.#chat.refused(refusal);
    }

    #hear(message) {
        if (message.kind === "event") {
            if (message.handle !== this.#chat.conversation.handle) return;
            this.cursor = message.cursor ?? this.cursor;
            this.#chat.receive(message.event, message.data);
        } else if (message.kind === "connected") {
            this.#chat.connected(message.isConnected);
        } else if (message.kind === "refused") {
            this.#chat.refused();
        } else if (message.kind === "visitor") {
            this.#chat.forgetDraft();
            this.#ask({}).catch(() => {});
            this.#restart();
        }
    }
}
