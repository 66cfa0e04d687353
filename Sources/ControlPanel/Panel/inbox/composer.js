import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { Complaint, say } from "../parts/notice.js";
import { Attachments } from "./attachments.js";
import { Draft } from "./drafts.js";
import { QuickReplies } from "./quick-replies.js";
import { Segments } from "./segments.js";

/// Where an answer is written. What is written stays until the gateway has taken it.
///
/// - `sent(message)`: it was taken. `refused(error)`: it was not; why stands in place.
export class Composer {
    #complaint = new Complaint();
    #reason = element("div", { class: "obstacle", role: "status" });
    #facts = element("p", { class: "composer-facts" });
    #send = element("button", { type: "submit", class: "primary" }, "Send");
    #isSending = false;
    #obstacle = null;
    #typedAt = 0;

    constructor(conversation, platform, { signal, label, sent, refused }) {
        this.conversation = conversation;
        this.platform = platform;
        this.sent = sent;
        this.refused = refused;
        this.draft = new Draft(conversation.id);
        this.field = element("textarea", {
            rows: 3, "aria-label": label, placeholder: "Write an answer", "aria-keyshortcuts": "Enter",
            oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event), onpaste: (event) => this.#pasted(event),
        });
        this.field.value = this.draft.text;
        this.#attachments = new Attachments(this.draft.files, { signal, onchange: () => { this.#changed(); this.#segments?.refresh(this.field.value); } });
        this.#quickReplies = new QuickReplies(this.draft.quickReplies, { most: platform?.mostQuickReplies ?? 0, onchange: () => this.#changed() });
        this.#segments = platform && new Segments(platform, conversation.contactPoint, () => this.#preview(), { signal });
        this.#tools = element("div", { class: "composer-tools" },
            this.#attachments.button, platform?.mostQuickReplies ? this.#quickReplies.button : null,
            element("span", { class: "composer-keys faint" }, "Enter sends, Shift+Enter begins a line"), this.#send);
        this.element = element("form", { class: "composer", novalidate: true, "aria-label": "Answer" },
            this.#reason, this.#complaint.element, this.field, this.#quickReplies.element, this.#attachments.element,
            this.#tools, this.#facts, this.#segments?.element);
        this.element.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
        this.element.addEventListener("dragover", (event) => event.preventDefault());
        this.element.addEventListener("drop", (event) => {
            event.preventDefault();
            if (!this.#isShut) this.#attachments.add(event.dataTransfer.files);
        });
        if (this.draft.text) this.#segments?.refresh(this.draft.text);
        this.#changed();
    }

    #attachments;
    #quickReplies;
    #segments;
    #tools;

    focus() { this.field.focus(); }

    /// Lines about what it leaves from and how long one may still answer.
    tell(...facts) { this.#facts.replaceChildren(...facts.filter(Boolean)); }

    /// - `reason`: why nothing can be sent now, or `null`. What is written stays, and can be copied.
    block(reason, ...ways) {
        const isSame = this.#obstacle === reason;
        this.#obstacle = reason;
        if (!isSame) {
            this.#reason.replaceChildren(...(reason
                ? [element("div", { class: "warning-box" }, element("p", null, element("strong", null, "Nothing can be sent: "), reason), ...ways.filter(Boolean))]
                : []));
        }
        this.field.classList.toggle("blocked", reason !== null);
        this.field.hidden = reason !== null && this.field.value === "";
        this.#tools.hidden = reason !== null;
        if (reason) this.#complaint.clear();
        this.#changed();
    }

    #typed() {
        this.#changed();
        this.#segments?.refresh(this.field.value);
        if (!this.platform?.showsIndicators || this.#obstacle || this.field.value === "" || Date.now() - this.#typedAt < 4000) return;
        this.#typedAt = Date.now();
        // That somebody types is a courtesy: where it is not taken, nothing is lost.
        api.post(path`/conversations/${this.conversation.id}/indicators`, { show: "typing" })
            .catch(() => { this.#typedAt = Infinity; });
    }

    #changed() {
        this.draft.text = this.field.value;
        this.draft.files = this.#attachments.value;
        this.draft.quickReplies = this.#quickReplies.value;
        this.draft.keep();
        const isEmpty = this.field.value.trim() === "" && this.draft.files.length === 0;
        const isIdle = isEmpty || this.#attachments.isBusy || this.#isSending || this.#obstacle !== null;
        this.#send.setAttribute("aria-disabled", String(isIdle));
        this.#send.textContent = this.#isSending ? "Sending …" : "Send";
        this.field.readOnly = this.#isShut;
        const additions = [this.#attachments, this.#quickReplies].flatMap((one) => [one.button, one.element]);
        for (const one of additions) one.inert = this.#isSending;
    }

    #pressed(event) {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        this.send();
    }

    #pasted(event) {
        if (event.clipboardData.files.length === 0 || this.#isShut) return;
        event.preventDefault();
        this.#attachments.add(event.clipboardData.files);
    }

    #preview() {
        const { text, media } = this.draft.body;
        if (!this.platform.mayWriteFirst || this.#obstacle || (!text && !media)) return null;
        return { to: [this.conversation.customer], platform: this.platform.id, text, media };
    }

    /// Whether nothing can be added: what is added while it is sent would be taken away with it.
    get #isShut() { return this.#isSending || this.#obstacle !== null; }

    async send() {
        if (this.#attachments.isBusy && !this.#isShut) say("The files are still on their way.");
        if (this.#send.getAttribute("aria-disabled") === "true") return;
        if (this.element.contains(document.activeElement) && document.activeElement !== this.#send) this.field.focus();
        this.#isSending = true;
        const content = this.draft.body;
        const key = this.draft.key();
        this.#changed();
        this.#segments?.cease();
        this.#complaint.clear();
        try {
            const message = await api.post(path`/conversations/${this.conversation.id}/messages`, content, { key });
            this.field.value = "";
            this.#attachments.clear();
            this.#quickReplies.clear();
            this.draft.clear();
            this.#typedAt = 0;
            this.sent(message);
        } catch (error) {
            if (error.status === 0) error.message = "No answer came, so nobody knows whether it was sent. Press Send again: it goes out once, whatever happened.";
            this.#complaint.show(error);
            this.refused(error);
        } finally {
            this.#isSending = false;
            this.#changed();
            this.#segments?.refresh(this.field.value);
        }
    }
}
