import { Host, ownSurroundings } from "./host.js";

/// Opens the chat in a window of its own. The window is told who the visitor is by a message to our own origin only;
/// until it is closed, the chat on the page steps back.
export class OwnWindow {
    #window = null;
    #chat;

    constructor(chat) {
        this.#chat = chat;
        addEventListener("message", (event) => {
            if (event.origin !== location.origin || event.source !== this.#window || !this.#window) return;
            if (event.data?.gatehouse === "who") {
                const { site, options } = chat.host;
                const ticket = chat.store.get("ticket");
                const greeting = { gatehouse: "hand-over", site, options, ticket, form: chat.form };
                this.#window.postMessage(greeting, location.origin);
            }
        });
    }

    close() { this.#window?.close(); }

    get isOpen() { return this.#window !== null && !this.#window.closed; }

    open() {
        if (this.isOpen) return this.#window.focus();
        const { width, height } = this.#chat.settings.layout;
        const address = new URL("frame?window", this.#chat.api.base);
        const name = `${this.#chat.store.prefix}window`;
        this.#window = window.open(address, name, `popup,width=${width},height=${height}`);
        if (!this.#window) return;
        const timer = setInterval(() => {
            if (this.isOpen) return;
            clearInterval(timer);
            this.#window = null;
            this.#chat.update();
        }, 500);
        this.#chat.update();
    }
}

/// What a window of its own begins with: the word of the frame that opened it, or, after a reload without that frame,
/// what it was told before.
export function takeOver(store) {
    return new Promise((resolve) => {
        const begin = ({ site, options }) => {
            resolve(new Host(site, { options, surroundings: ownSurroundings() }, null));
        };
        const kept = store.get("window", "sessionStorage") ?? { site: location.origin, options: {} };
        if (!window.opener) return begin(kept);
        const timer = setTimeout(() => begin(kept), 3_000);
        addEventListener("message", function handOver(event) {
            if (event.origin !== location.origin || event.source !== window.opener) return;
            if (event.data?.gatehouse !== "hand-over") return;
            removeEventListener("message", handOver);
            clearTimeout(timer);
            const { site, options, ticket, form } = event.data;
            store.set("ticket", ticket);
            if (form) store.set("form", form);
            store.set("window", { site, options }, "sessionStorage");
            begin({ site, options });
        });
        window.opener.postMessage({ gatehouse: "who" }, location.origin);
    });
}
