import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { me } from "../frame/session.js";
import { badge } from "../parts/badge.js";
import { Complaint } from "../parts/notice.js";
import { button } from "../parts/button.js";
import { connectionName } from "../parts/connection-name.js";
import { conversationActions } from "./actions.js";
import { Composer } from "./composer.js";
import { ago, customerLabel, stateBadge } from "./conversation-row.js";
import { forgetConnections, nameOf, rightsAt } from "./facts.js";
import { waitsTooLong } from "./filters.js";
import { customerOf, obstacle, senderOf } from "./obstacle.js";
import { sendAgain } from "./resend.js";
import { startConversation } from "./start.js";
import { Transcript } from "./transcript.js";
import { windowLeft, windowOver } from "./window-left.js";

/// One conversation: whose it is, what was said, and where it is answered. Live, and never drawn anew as a whole.
export class ConversationPane {
    #head = element("header", { class: "conversation-head" });
    #complaint = new Complaint();
    #obstacle = null;
    #looks = 0;

    /// - `back`: the address of the list.
    constructor(conversation, facts, { signal, back }) {
        this.conversation = conversation;
        this.facts = facts;
        this.signal = signal;
        this.back = back;
        this.platform = facts.platforms.get(conversation.platform);
        this.transcript = new Transcript(conversation.id, {
            names: facts.names, customerLabel: () => customerLabel(this.conversation, this.platform), mayAct: () => this.rights.answer,
            sendAgain: (message) => this.#again(message), changed: (message) => this.#settled(message), focusComposer: () => this.composer.focus(),
        }, { signal });
        this.composer = new Composer(conversation, this.platform, {
            signal, label: `Answer to ${customerLabel(conversation, this.platform)}`,
            sent: (message) => { this.transcript.show(message); this.transcript.toEnd(); this.composer.focus(); },
            refused: (error) => this.#refused(error),
        });
        this.element = element("section", { class: "conversation", "aria-label": "Conversation" },
            this.#head, this.#complaint.element, this.transcript.element, this.composer.element);
    }

    static async open(id, facts, { signal, back }) {
        const conversation = await api.get(path`/conversations/${id}`, { signal });
        const pane = new ConversationPane(conversation, facts, { signal, back });
        pane.rights = await rightsAt(conversation.contactPoint);
        await Promise.all([pane.transcript.load(), pane.#readCustomer()]);
        await pane.#look();
        signal.throwIfAborted();
        const tick = setInterval(() => pane.#timePasses(), 20_000);
        signal.addEventListener("abort", () => clearInterval(tick));
        document.addEventListener("visibilitychange", () => { if (!document.hidden) pane.#catchUp(); }, { signal });
        return pane;
    }

    get title() { return customerLabel(this.conversation, this.platform); }

    async #readCustomer() { this.customer = await customerOf(this.conversation, this.platform, { signal: this.signal }); }

    /// What happened at the gateway.
    hear(event) {
        if (event.type === "conversation.customerTyping") {
            if (event.conversation === this.conversation.id) this.transcript.typing(customerLabel(this.conversation, this.platform), event.until);
            return;
        }
        const { conversation, message, connection, contactPoint, value } = event.data ?? {};
        if (event.type === "stopList.added" || event.type === "stopList.removed" || event.type === "stopList.imported") {
            if (contactPoint === this.conversation.contactPoint) this.#catchUp();
        }
        if (connection && connection.contactPoint === this.conversation.contactPoint && event.type.startsWith("connection.")) {
            forgetConnections(connection.contactPoint);
            this.#look();
        }
        if (event.type === "message.erased") this.transcript.remove(value);
        if (conversation?.id !== this.conversation.id) return;
        this.#take(conversation);
        if (message) this.transcript.show(message);
        // A STOP or a START, or a refusal for one, may have changed what may be sent.
        if (message && (message.direction === "inbound" || message.status === "refused")) this.#catchUp();
        else this.#look();
    }

    /// Events may have been missed.
    async reread() {
        try {
            this.conversation = await api.get(path`/conversations/${this.conversation.id}`, { signal: this.signal });
            await Promise.all([this.transcript.load(), this.#readCustomer()]);
            await this.#look();
        } catch (error) {
            this.#complaint.show(error);
        }
    }

    async #catchUp() {
        await this.#readCustomer().catch(() => {});
        await this.#look();
    }

    /// Looks at what may be done now, and says so.
    async #look() {
        const look = ++this.#looks;
        const messages = this.transcript.messages;
        const [reason, sender] = await Promise.all([
            obstacle(this.conversation, { customer: this.customer, messages, platform: this.platform }).catch(() => null),
            senderOf(this.conversation).catch(() => null),
        ]);
        if (this.signal.aborted || look !== this.#looks) return;
        this.#obstacle = reason;
        this.sender = sender;
        this.composer.block(this.#obstacle, this.conversation.state === "closed" && this.#mayStart && button("Start conversation …", () => this.#startAgain(), { kind: "primary" }));
        this.transcript.refresh();
        this.#drawHead();
        this.#tell();
        this.#showSeen();
    }

    /// Nothing is drawn anew under somebody's hands, unless the time to answer has run out.
    #timePasses() {
        if (!this.#obstacle && windowOver(this.conversation.replyWindows)) this.#look();
        else this.#tell();
    }

    /// What an answer leaves from, and since when the customer waits.
    #tell() {
        if (this.#obstacle) return this.composer.tell();
        const heard = this.transcript.messages.findLast((message) => message.direction === "inbound");
        this.composer.tell(
            this.sender && `From ${connectionName(this.sender)}. `,
            this.sender?.state === "needsReconnect" && element("strong", { class: "minded" }, "It needs to be reconnected: what you send waits until then. "),
            heard && `The customer last wrote ${ago(heard.createdAt)} ago. `,
            windowLeft(this.conversation.replyWindows));
    }

    get #mayStart() { return this.rights.startConversation && this.platform?.mayWriteFirst; }

    #startAgain() {
        const { contactPoint, platform, customer } = this.conversation;
        return startConversation({ contactPoint, platform, to: customer }, { signal: this.signal });
    }

    #drawHead() {
        const { conversation, customer, platform } = this;
        const focused = this.#head.contains(document.activeElement) ? document.activeElement.textContent : null;
        const name = customerLabel(conversation, platform);
        const owner = conversation.owner === me.id ? "Yours" : conversation.owner ? `${nameOf(conversation.owner, this.facts.names)}’s` : "Nobody’s yet";
        const where = `${platform?.label ?? conversation.platform} · ${this.facts.labels.get(conversation.contactPoint) ?? conversation.contactPoint}`;
        this.#head.replaceChildren(
            element("p", { class: "back" }, element("a", { href: `/panel${this.back()}` }, "All conversations")),
            element("div", { class: "conversation-title" },
                element("h2", null, name), stateBadge(conversation.state),
                badge(owner, conversation.owner === me.id ? "good" : "plain"),
                waitsTooLong(conversation) && badge(`Waits ${ago(conversation.unansweredSince)}: too long`, "bad"),
                customer?.stoppedAt.includes(conversation.contactPoint) && badge("On the stop list", "bad")),
            element("p", { class: "faint" },
                name === conversation.customer ? null : `${conversation.customer} · `, where,
                conversation.externalReference ? ` · Reference ${conversation.externalReference}` : null,
                conversation.customerReference ? ` · Customer ${conversation.customerReference}` : null,
                conversation.notification ? [" · Answers ", element("a", { href: `/panel/notifications/${conversation.notification}` }, "a notification")] : null,
                platform ? [" · ", element("a", { href: `/panel${path`/customers/${platform.addressKind}/${conversation.customer}`}` }, "Customer’s page")] : null),
            element("div", { class: "row" }, conversationActions(conversation, {
                rights: this.rights, messages: () => this.transcript.messages, changed: (one) => this.#changed(one), complaint: this.#complaint,
            })));
        if (focused !== null) {
            const same = [...this.#head.querySelectorAll("button, a")].find((one) => one.textContent === focused);
            (same ?? this.#head.querySelector("button"))?.focus();
        }
    }

    /// The answer to a request may come after the events that followed it.
    #take(conversation) { if (conversation.updatedAt >= this.conversation.updatedAt) this.conversation = conversation; }

    #changed(conversation) {
        this.#take(conversation);
        this.#look();
    }

    /// Somebody decided about a message.
    async #settled(message) {
        this.transcript.show(message);
        await this.#catchUp();
    }

    async #again(message) {
        const known = this.transcript.messages.length;
        const sent = await sendAgain(message);
        this.transcript.show(sent);
        if (this.transcript.messages.length === known) return "It was sent again before; see further down.";
        return "Sent again, as a new message.";
    }

    /// A refusal may tell of something that this page has not heard yet.
    async #refused(error) {
        if (error.status === 409 || error.status === 403) await this.#catchUp();
        if (error.code === "conversation-closed") await this.reread();
    }

    /// The customer is shown that what they wrote was seen: by whoever is to answer, in a page that can be seen.
    #showSeen() {
        const last = this.transcript.messages.at(-1);
        const isMinded = !this.conversation.owner || this.conversation.owner === me.id;
        if (!this.platform?.showsIndicators || this.#obstacle || !isMinded || document.hidden || last?.direction !== "inbound" || last.id === this.#seen) return;
        this.#seen = last.id;
        api.post(path`/conversations/${this.conversation.id}/indicators`, { show: "seen" }).catch(() => {});
    }

    #seen = null;
}

/// In place of a conversation that cannot be shown.
export function unshown(error, back) {
    return element("section", { class: "conversation", "aria-label": "Conversation" },
        element("p", { class: "back" }, element("a", { href: `/panel${back}` }, "All conversations")),
        element("h2", null, error.status === 403 ? "You may not read this conversation" : error.status === 404 ? "There is no such conversation" : "It cannot be shown"),
        element("p", { role: "alert" }, error.message));
}
