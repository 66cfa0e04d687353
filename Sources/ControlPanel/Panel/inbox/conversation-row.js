import { element } from "../frame/element.js";
import { me } from "../frame/session.js";
import { badge } from "../parts/badge.js";
import { time } from "../parts/time.js";
import { nameOf } from "./facts.js";
import { waitsTooLong } from "./filters.js";

const states = { new: ["New", "minded"], active: ["Active", "good"], inactive: ["Inactive", "plain"], closed: ["Closed", "unknown"] };

/// The state of a conversation, in a word.
export function stateBadge(state) {
    const [word, tone] = states[state] ?? [state, "unknown"];
    return badge(word, tone);
}

/// What a customer is called: by the platform, or by the address. Clients of ours give visitors addresses that say nothing.
export function customerLabel({ customerName, customer }, platform) {
    return customerName ?? (platform?.servesClients ? `Visitor ${customer.slice(-4)}` : customer);
}

/// How long ago, in the shortest words.
export function ago(text) {
    const minutes = Math.max(0, Math.floor((Date.now() - new Date(text)) / 60000));
    if (minutes < 1) return "under a minute";
    if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return hours === 1 ? "1 hour" : `${hours} hours`;
    return `${Math.floor(hours / 24)} days`;
}

/// One conversation in the list. It stays the same element while it is shown, so that the focus stays on it.
export class ConversationRow {
    #link = element("a");
    element = element("li", { class: "conversation-row" }, this.#link);
    isUnread = false;
    /// What it was listed for is settled: it goes when another is opened.
    isSettled = false;
    typesUntil = 0;
    #last = null;

    constructor(facts) { this.facts = facts; }

    show(conversation, { isHere, query }) {
        this.conversation = conversation;
        const { platforms, labels, names } = this.facts;
        this.#link.href = `/panel/inbox/${conversation.id}${query ? `?${query}` : ""}`;
        this.#link.dataset.conversation = conversation.id;
        if (isHere) this.#link.setAttribute("aria-current", "true");
        else this.#link.removeAttribute("aria-current");
        const owner = conversation.owner === me.id ? "Yours" : conversation.owner ? nameOf(conversation.owner, names) : "Nobody’s yet";
        this.#link.replaceChildren(
            element("span", { class: "row-top" },
                element("strong", { class: "row-name" }, customerLabel(conversation, platforms.get(conversation.platform))), time(this.saidAt)),
            element("span", { class: "row-where" },
                `${platforms.get(conversation.platform)?.label ?? conversation.platform} · ${labels.get(conversation.contactPoint) ?? conversation.contactPoint}`),
            this.#said(),
            element("span", { class: "row-marks" },
                this.isUnread && badge("New message", "minded"),
                stateBadge(conversation.state),
                element("span", { class: "row-owner" }, owner),
                this.#waiting(conversation),
                this.typesUntil > Date.now() && element("span", { class: "row-typing" }, "is typing …")));
    }

    /// The last message, of the list or of what was said since.
    get #message() {
        const { lastMessage } = this.conversation;
        return !this.#last || lastMessage?.createdAt > this.#last.createdAt ? lastMessage : this.#last;
    }

    /// As it is now. Events do not tell of the last message again.
    take(conversation) { this.conversation = { lastMessage: this.conversation?.lastMessage, ...conversation }; }

    /// A message of this conversation: a new one, or one that has moved on.
    hear(message) {
        if (!message || message.createdAt < (this.#message?.createdAt ?? "")) return;
        this.#last = { ...message, files: message.media.length };
    }

    get saidAt() { return this.#message?.createdAt ?? this.conversation.createdAt; }

    /// What was said last, in one line.
    #said() {
        const last = this.#message;
        if (!last) return null;
        const files = last.files === 1 ? "A file" : `${last.files} files`;
        return element("span", { class: "row-said" },
            last.direction === "outbound" && element("span", { class: "faint" }, "Sent: "), last.text || (last.files > 0 ? files : "No text"));
    }

    get link() { return this.#link; }

    #waiting(conversation) {
        if (!conversation.unansweredSince || conversation.state === "closed") return null;
        const waits = `Waits ${ago(conversation.unansweredSince)}`;
        return waitsTooLong(conversation) ? badge(`${waits}: too long`, "bad") : element("span", { class: "faint" }, waits);
    }
}
