import { EventParser } from "./event-parser.js";
import { Backoff, Pause } from "./waiting.js";

/// A stream is silent for ten seconds at most; after thirty it is dead.
const mostSilence = 30_000;
/// The first events come at once. A proxy that holds them back will hold back all.
const mostWaitForFirst = 10_000;
const pollPause = 3_000;
/// How long polling goes on before the stream is tried again.
const pollPeriod = 300_000;

/// Keeps the gateway's events coming: by a stream, or by asking again and again where streams do not get through.
export class Stream {
    #api;
    #stopped = false;
    #backoff = new Backoff(1_000, 30_000);
    #pause = new Pause();
    #current = null;
    #lastHeard = 0;
    #pollsUntil = 0;

    /// - Parameter owner: `cursor`, `receive(event, data, cursor)`, `alive()`, `connected(isConnected)`,
    ///   `refused(refusal)`.
    constructor(api, owner) {
        this.#api = api;
        this.owner = owner;
        this.#run();
    }

    stop() {
        this.#stopped = true;
        this.#current?.abort();
        this.#pause.end();
    }

    /// The network is back, or the page woke up: do not wait, and do not trust a connection that has been silent.
    nudge() {
        this.#backoff.reset();
        this.#pause.end();
        if (Date.now() - this.#lastHeard > 12_000) this.#current?.abort();
    }

    async #run() {
        while (!this.#stopped) {
            let wait = null;
            try {
                this.owner.alive();
                if (Date.now() < this.#pollsUntil) {
                    await this.#poll();
                    wait = pollPause;
                } else if (await this.#listen() === "held back") {
                    this.#pollsUntil = Date.now() + pollPeriod;
                    continue;
                }
            } catch (refusal) {
                if (this.#stopped) return;
                if (refusal.status === 403 || refusal.status === 404) return this.owner.refused(refusal);
                if (refusal.retryAfter) wait = refusal.retryAfter * 1000;
            }
            if (this.#stopped) return;
            if (wait === null) {
                wait = this.#backoff.take();
                this.owner.connected(false);
            }
            await this.#pause.take(wait);
        }
    }

    /// - Returns: whether the stream is over, or held back by something in between.
    async #listen() {
        const control = new AbortController();
        let hasHeard = false;
        let timer = setTimeout(() => control.abort(), mostWaitForFirst);
        this.#current = control;
        try {
            const cursor = this.owner.cursor;
            const answer = await this.#api.fetch("GET", "events", undefined, {
                signal: control.signal,
                headers: { Accept: "text/event-stream", ...(cursor ? { "Last-Event-ID": cursor } : {}) },
            });
            if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream")) return "held back";
            const reader = answer.body.getReader();
            const parser = new EventParser();
            for (;;) {
                const { value, done } = await reader.read();
                if (done) return "over";
                if (!hasHeard) this.#backoff.reset();
                hasHeard = true;
                this.#heard();
                clearTimeout(timer);
                timer = setTimeout(() => control.abort(), mostSilence);
                for (const { event, data } of parser.read(value)) this.#receive(event, data, parser.lastID);
                if (parser.lastID) this.owner.cursor = parser.lastID;
            }
        } catch (error) {
            // Cut by ourselves before anything came, though the network is there: something in between holds it back.
            if (control.signal.aborted && !hasHeard && navigator.onLine !== false) return "held back";
            throw error;
        } finally {
            clearTimeout(timer);
            this.#current = null;
        }
    }

    async #poll() {
        const cursor = this.owner.cursor;
        const answer = await this.#api.get(`poll${cursor ? `?after=${encodeURIComponent(cursor)}` : ""}`);
        this.#heard();
        for (const { event, data } of answer.events) this.owner.receive(event, data, null);
        this.owner.cursor = answer.cursor;
    }

    #heard() {
        this.#lastHeard = Date.now();
        this.owner.connected(true);
        this.owner.alive();
    }

    #receive(event, data, cursor) {
        let value;
        try {
            value = JSON.parse(data);
        } catch {
            return;
        }
        this.owner.receive(event, value, cursor);
    }
}
