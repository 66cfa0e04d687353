/// Tells the gateway which messages have come, and which were seen: one call for all of them, again where it failed.
export class Receipts {
    #api;
    #store;
    #timer = null;
    #wanted = {};

    constructor(api, store) {
        this.#api = api;
        this.#store = store;
    }

    /// Up to which time the visitor has seen everything, in any tab.
    get readUpTo() { return this.#store.get("read") ?? 0; }

    delivered(upTo) { this.#want("delivered", upTo); }

    read(upTo) {
        if (upTo > this.readUpTo) this.#store.set("read", upTo);
        this.#want("read", upTo);
    }

    #want(status, upTo) {
        if (upTo <= (this.#store.get(`told.${status}`) ?? 0) || upTo <= (this.#wanted[status] ?? 0)) return;
        this.#wanted[status] = upTo;
        this.#timer ??= setTimeout(() => this.#tell(), 200);
    }

    async #tell() {
        const { delivered = 0, read = 0 } = this.#wanted;
        const status = read >= delivered ? "read" : "delivered";
        const upTo = Math.max(read, delivered);
        let isRefused = false;
        try {
            if (read && read < delivered) await this.#say("read", read);
            await this.#say(status, upTo);
        } catch (refusal) {
            isRefused = refusal.isPassing;
        }
        this.#timer = null;
        if (isRefused) this.#timer = setTimeout(() => this.#tell(), 5_000);
        else if (this.#wanted.read === read && this.#wanted.delivered === delivered) this.#wanted = {};
        else if (Object.keys(this.#wanted).length) this.#timer = setTimeout(() => this.#tell(), 200);
    }

    async #say(status, upTo) {
        await this.#api.post("receipts", { status, upTo });
        this.#store.set(`told.${status}`, upTo);
        if (status === "read") this.#store.set("told.delivered", upTo);
    }
}
