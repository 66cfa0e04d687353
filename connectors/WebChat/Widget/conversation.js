const ranks = ["received", "queued", "held", "sending", "unknown", "sent", "delivered", "read"];
const arrived = ["sent", "delivered", "read"];

/// What the gateway has told of the chat. Each event has a whole new state, so that one that comes twice, or late,
/// harms nothing.
export class Conversation {
    settings = null;
    status = { isAvailable: false, reason: null };
    chat = { state: "none", conversation: null, agent: null, mayAskForTranscript: false };
    handle = null;
    typing = null;
    #messages = new Map();

    load(session) {
        this.settings = session.settings;
        this.status = session.status;
        this.chat = session.chat;
        this.handle = session.handle ?? null;
        this.#messages = new Map(session.messages.map((message) => [message.id, message]));
    }

    /// - Returns: the agent's message that was not known before, if it is one.
    receive(event, data) {
        if (event === "message") return this.put(data);
        if (event === "typing") this.typing = data.isTyping === false ? null : data;
        else if (event === "settings" || event === "status" || event === "chat") this[event] = data;
        if (this.chat.state === "closed") this.typing = null;
        return null;
    }

    put(message) {
        // Ours, under the id it had here before the gateway told of it.
        if (message.clientId && message.clientId !== message.id) this.#messages.delete(message.clientId);
        const known = this.#messages.get(message.id);
        const isBehind = known && ranks.indexOf(known.status) > ranks.indexOf(message.status);
        this.#messages.set(message.id, isBehind ? { ...message, status: known.status } : message);
        if (known || message.from !== "agent") return null;
        this.typing = null;
        return message;
    }

    /// A message of ours that was acknowledged, until the gateway's own word of it comes.
    accept(entry) {
        if (this.chat.state !== "open") this.chat = { ...this.chat, state: "open" };
        if (this.messages.some((message) => message.clientId === entry.id)) return;
        const { text = null, files = [] } = entry;
        const at = Math.max(Date.now(), (this.messages.at(-1)?.at ?? 0) + 1);
        const ids = { id: entry.id, clientId: entry.id };
        this.put({ ...ids, from: "visitor", name: null, text, files, at, status: "received" });
    }

    get messages() {
        return [...this.#messages.values()].sort((one, other) => one.at - other.at);
    }

    /// The time of the last message of an agent's that has left the gateway, which alone can be acknowledged.
    get lastOfAgent() {
        const hasLeft = ({ from, status }) => from === "agent" && arrived.includes(status);
        return this.messages.filter(hasLeft).at(-1)?.at ?? 0;
    }
}
