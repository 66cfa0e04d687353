import { eventKinds } from "./event-kinds.js";

/// The log of events, followed from now on. `tell` is told `"open"` whenever the stream is, the first time and after
/// each break, and each event as `{type, …}`.
export class EventStream {
    #tell;
    #source = null;
    #retry = null;

    constructor(tell) {
        this.#tell = tell;
        this.#start();
    }

    end() {
        clearTimeout(this.#retry);
        this.#source.close();
    }

    get isOpen() { return this.#source.readyState === EventSource.OPEN; }

    #start() {
        // The browser connects again by itself, and says what it has heard last.
        const source = new EventSource("/v1/events");
        this.#source = source;
        source.addEventListener("open", () => this.#tell("open"));
        source.addEventListener("error", () => {
            if (source.readyState !== EventSource.CLOSED) return;
            // Refused, as by a gateway that starts: tried again, from then on.
            this.#retry = setTimeout(() => this.#start(), 3000);
        });
        for (const type of [...Object.keys(eventKinds), "conversation.customerTyping"]) {
            source.addEventListener(type, (message) => this.#hear(message));
        }
    }

    #hear(message) {
        let event;
        try { event = JSON.parse(message.data); } catch { return; }
        this.#tell({ type: message.type, ...event });
    }
}
