import { Backoff, Pause, alone, makeID } from "./waiting.js";

/// The visitor's messages that the gateway has not acknowledged. They are kept by the browser, so that they outlive a
/// reload, and leave one by one, in order, each under the id it was given when it was written: a message that arrived
/// though its answer was lost is the same message.
export class Outbox {
    #api;
    #store;
    #owner;
    #backoff = new Backoff(1_000, 30_000);
    #pause = new Pause();
    #isRunning = false;

    /// - Parameter owner: `accepted(entry)`, `formRefused(entry, errors)`, `changed()`.
    constructor(api, store, owner) {
        this.#api = api;
        this.#store = store;
        this.#owner = owner;
        store.watch("outbox", () => owner.changed());
        addEventListener("online", () => this.hurry());
    }

    get list() { return this.#store.get("outbox") ?? []; }
    /// Whether the gateway was asked in vain since it last answered.
    isStuck = false;
    isTooFast = false;

    add(message) {
        this.#write([...this.list, { id: makeID(), at: Date.now(), ...message }]);
        this.run();
    }

    clear() { this.#write([]); }
    discard(id) { this.#write(this.list.filter((entry) => entry.id !== id)); }

    /// Sends what was refused once more.
    retry(id) {
        this.#write(this.list.map((entry) => (entry.id === id ? { ...entry, refused: undefined } : entry)));
        this.hurry();
        this.run();
    }

    hurry() {
        this.#backoff.reset();
        this.#pause.end();
    }

    async run() {
        if (this.#isRunning) return;
        this.#isRunning = true;
        const work = alone(`${this.#store.prefix}outbox`, async () => {
            for (;;) {
                const entry = this.list.find((entry) => !entry.refused);
                if (!entry) return;
                await this.#send(entry);
            }
        });
        await work.catch(() => { /* Another tab lost its patience, and goes on with the list. */ });
        this.#isRunning = false;
        if (this.list.some((entry) => !entry.refused)) this.run();
    }

    async #send(entry) {
        const { at: _, refused: __, files = [], ...body } = entry;
        if (files.length) body.files = files.map((file) => file.id);
        try {
            await this.#api.post("messages", body);
            this.#backoff.reset();
            this.isStuck = this.isTooFast = false;
            // Who has become another visitor meanwhile is shown nothing of the one before.
            if (this.#has(entry)) this.#owner.accepted(entry);
            this.discard(entry.id);
        } catch (refusal) {
            if (refusal.isPassing) {
                this.isStuck = true;
                this.isTooFast = refusal.status === 429;
                this.#owner.changed();
                await this.#pause.take(refusal.retryAfter ? refusal.retryAfter * 1000 : this.#backoff.take());
                return;
            }
            this.isStuck = false;
            if (refusal.status === 422 && refusal.errors.some(({ field }) => String(field).startsWith("form."))) {
                if (!this.#has(entry)) return;
                this.discard(entry.id);
                this.#owner.formRefused(entry, refusal.errors);
                return;
            }
            const refused = { type: refusal.type, detail: refusal.detail };
            this.#write(this.list.map((other) => (other.id === entry.id ? { ...other, refused } : other)));
        }
    }

    #has({ id }) { return this.list.some((entry) => entry.id === id); }

    #write(list) {
        this.#store.set("outbox", list.length ? list : null);
        this.#owner.changed();
    }
}
