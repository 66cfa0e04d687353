import { Host, ownSurroundings } from "./host.js";

/// Calls that go nowhere: what is written in the preview stays in it.
export class NoAPI {
    base = new URL(".", location.href);
    #count = 0;

    async get() { return null; }
    async post() { return { id: `msg_preview_${this.#count += 1}` }; }
}

/// The chat as it would look, by the word of the page that shows it, which has to be of our own origin:
/// `{gatehouse: "preview", settings, status, chat, messages, options}`, as often as something changes.
export class Preview {
    host = new Host(location.origin, { options: {}, surroundings: ownSurroundings() }, null);

    show(chat) {
        addEventListener("message", (event) => {
            if (event.origin !== location.origin || event.data?.gatehouse !== "preview") return;
            const { settings, status, chat: state, messages, options } = event.data;
            Object.assign(this.host.options, options);
            // What was tried in it before, such as a form that was handed in, does not stay in the way.
            chat.forget();
            chat.load({
                settings, status: status ?? { isAvailable: true, reason: null }, messages: messages ?? [],
                chat: state ?? { state: "open", conversation: null, agent: null, mayAskForTranscript: true },
            });
        });
        (window.opener ?? window.parent).postMessage({ gatehouse: "preview-ready" }, location.origin);
    }
}
