import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { button } from "../parts/button.js";
import { badge } from "../parts/badge.js";
import { Complaint } from "../parts/notice.js";
import { time } from "../parts/time.js";
import { nameOf } from "./facts.js";
import { fileList } from "./files.js";
import { deliveryLine } from "./delivery.js";

const marks = {
    stop: "The customer opted out with this message.",
    start: "The customer opted in again with this message.",
    help: "The customer asked for help; the answer was automatic.",
    settledAsOptOut: "Settled: this was a wish to opt out. The customer is on the stop list.",
    settledAsNoOptOut: "Settled: this was no wish to opt out.",
};

/// What clients of ours tell besides the text, by the beginning of its name.
const told = [["form", "Answers in the form"], ["identity", "Vouched for by the site"], ["context", "From the page"]];

/// One message of a conversation. It stays the same element, so that what happens to it later is not read out as if it
/// were said anew.
export class MessageItem {
    #content = element("div", { class: "bubble" });
    #state = element("div", { class: "message-state", "aria-live": "off" });
    #complaint = new Complaint();
    #drawn = "";

    constructor(message, context) {
        this.context = context;
        const isTheirs = message.direction === "inbound";
        this.element = element("li", { class: `message ${isTheirs ? "theirs" : "ours"}`, "data-message": message.id },
            element("p", { class: "message-who" }, element("span", null, this.#author(message)), " ", time(message.createdAt)),
            this.#content, this.#state, this.#complaint.element);
        this.show(message);
    }

    #author(message) {
        if (message.direction === "inbound") return this.context.customerLabel();
        if (["stopConfirmation", "keywordReply"].includes(message.purpose)) return "Automatic answer";
        const name = nameOf(message.author, this.context.names);
        return message.purpose === "notification" ? `${name}, by notification` : name;
    }

    show(message) {
        this.message = message;
        const { id, text, media, details, mark, status, statusReason, notBefore } = message;
        // Links to files are made anew with every reading; they are no reason to draw a picture anew.
        const looks = JSON.stringify([id, text, media.map((file) => [file.id, file.state]), details, mark]);
        if (looks !== this.#drawn) {
            this.#drawn = looks;
            this.#content.replaceChildren(...this.#body(message));
        }
        const state = JSON.stringify([status, statusReason, notBefore, mark, this.context.mayAct()]);
        if (state === this.#stated) return;
        this.#stated = state;
        const hadFocus = this.#state.contains(document.activeElement);
        this.#state.replaceChildren(...[message.direction === "inbound" ? this.#mark(message) : this.#delivery(message)].flat().filter(Boolean));
        if (hadFocus) this.context.focusComposer();
    }

    #stated = "";

    /// What may be done with it has changed.
    refresh() { this.show(this.message); }

    #body({ text, media, details, direction }) {
        if (details.unsent) return [element("p", { class: "faint" }, "The customer took this message back.")];
        const body = [];
        if (text) body.push(element("p", { class: "said" }, linked(text)));
        const files = fileList(media);
        if (files) body.push(files);
        if (details.textBeforeEdit) {
            body.push(element("details", null, element("summary", null, "Edited"), element("p", { class: "said" }, details.textBeforeEdit)));
        }
        if (details.quickReply && direction === "inbound") body.push(element("p", { class: "faint" }, "Tapped one of the answers."));
        if (details.quickReplies) {
            body.push(element("ul", { role: "list", class: "tappable", "aria-label": "Answers to tap" },
                details.quickReplies.split(" | ").map((label) => element("li", null, label))));
        }
        for (const [kind, label] of told) {
            const answers = Object.entries(details).filter(([name]) => name.startsWith(`${kind}.`));
            if (answers.length === 0) continue;
            body.push(element("p", { class: "told" }, label), element("dl", { class: "form-answers" },
                answers.map(([name, value]) => [element("dt", null, name.slice(kind.length + 1)), element("dd", null, value)])));
        }
        if (details.reaction) body.push(element("p", null, badge(`Reaction: ${details.reaction}`)));
        if (body.length === 0) body.push(element("p", { class: "faint" }, "A message without text."));
        return body;
    }

    #mark(message) {
        if (message.mark !== "possibleOptOut") return marks[message.mark] ? element("p", { class: "faint" }, marks[message.mark]) : null;
        const settle = async (isOptOut) => this.context.changed(await api.post(path`/messages/${message.id}/opt-out`, { isOptOut }));
        return element("div", { class: "warning-box opt-out" },
            element("p", null, "This reads like a wish to opt out. Until somebody decides, messages still go to this customer."),
            this.context.mayAct() && element("div", { class: "actions" },
                button("Add to stop list", () => settle(true), { kind: "primary", complaint: this.#complaint }),
                button("Not an opt-out", () => settle(false), { complaint: this.#complaint })));
    }

    #delivery(message) {
        return deliveryLine(message, {
            mayAct: this.context.mayAct(), complaint: this.#complaint,
            sendAgain: (one) => this.context.sendAgain(one), changed: (one) => this.context.changed(one),
        });
    }
}

/// Addresses of the web in a text, as links; everything else stays text.
function linked(text) {
    return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((piece, place) => place % 2 === 0
        ? piece : element("a", { href: piece, target: "_blank", rel: "noopener noreferrer nofollow" }, piece));
}
