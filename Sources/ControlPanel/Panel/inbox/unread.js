/// How many messages came while nobody looked at the page: told in its title.
export class Unread {
    #count = 0;
    #shown = "";

    constructor({ signal }) {
        document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#clear(); }, { signal });
        signal.addEventListener("abort", () => this.#clear());
    }

    hear(event) {
        if (event.type !== "message.received" || !document.hidden) return;
        this.#count += 1;
        document.title = `(${this.#count}) ${this.#title}`;
        this.#shown = document.title;
    }

    get #title() { return document.title === this.#shown ? document.title.replace(/^\(\d+\) /, "") : document.title; }

    #clear() {
        document.title = this.#title;
        this.#count = 0;
        this.#shown = "";
    }
}
