import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { connectionName } from "../parts/connection-name.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { choiceField, textArea } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { Attachments } from "../inbox/attachments.js";
import { ContentKey } from "../inbox/keys.js";
import { waysFrom } from "../inbox/start.js";
import { notificationDraft } from "./draft.js";
import { previewOf } from "./preview.js";
import { RecipientField } from "./recipient-field.js";

/// Where a notification is written: to whom, what, a look at what it would be, and only then *Send*.
export class NotificationForm {
    #complaint = new Complaint();
    #key = new ContentKey();
    #ways = element("div");
    #preview = element("div", { class: "notification-preview", "aria-live": "polite" });

    /// - `points`: the contact points that may be sent from.
    constructor(points, { signal }) {
        const draft = notificationDraft.read();
        this.contactPoint = choiceField({
            name: "contactPoint", label: "Contact point", value: draft.contactPoint ?? points[0].id,
            choices: points.map((point) => ({ value: point.id, label: point.label })),
        });
        if (!this.contactPoint.value) this.contactPoint.value = points[0].id;
        this.recipients = new RecipientField(draft.to ?? "", { onchange: () => this.#changed() });
        this.text = textArea({ name: "text", label: "Text", value: draft.text ?? "", rows: 4, help: "The same for all. Say how to opt out: “Reply STOP to opt out.”" });
        this.attachments = new Attachments([], { signal, onchange: () => this.#changed() });
        this.element = element("form", { class: "card", novalidate: true, "aria-labelledby": "new-notification" },
            element("h2", { id: "new-notification" }, "New notification"),
            this.contactPoint.element, this.#ways, this.recipients.element, this.text.element,
            this.attachments.element, this.attachments.button, this.#complaint.element,
            element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, "Preview")), this.#preview);
        this.element.addEventListener("submit", (event) => { event.preventDefault(); this.#look(); });
        this.text.control.addEventListener("input", () => this.#changed());
        this.contactPoint.control.addEventListener("change", () => { this.#offerWays(); this.#changed(); });
        this.ready = this.#offerWays();
    }

    async #offerWays() {
        const ways = await waysFrom(this.contactPoint.value);
        this.platform = choiceField({ name: "platform", label: "Platform", choices: ways.map(({ platform }) => ({ value: platform.id, label: platform.label })) });
        const senders = () => {
            const connections = ways.find((way) => way.platform.id === this.platform.value)?.connections ?? [];
            this.from = choiceField({
                name: "from", label: "From", choices: [{ value: "", label: "For each recipient as last used" }, ...connections.map((one) => ({ value: one.address, label: connectionName(one) }))],
            });
            this.from.control.addEventListener("change", () => this.#changed());
            this.#ways.replaceChildren(
                ...(ways.length === 0 ? [element("p", { class: "warning-box" }, "This contact point has no connection that can write first.")] : []),
                ...(ways.length > 1 ? [this.platform.element] : []), ...(connections.length > 1 ? [this.from.element] : []));
        };
        this.platform.control.addEventListener("change", () => { senders(); this.#changed(); });
        senders();
    }

    #body() {
        const body = { to: this.recipients.value };
        if (this.platform.value) body.platform = this.platform.value;
        if (this.from.value) body.from = this.from.value;
        if (this.text.value.trim() !== "") body.text = this.text.value;
        const media = this.attachments.value.map((file) => file.id);
        if (media.length > 0) body.media = media;
        return body;
    }

    /// What was looked at is not what would be sent now.
    #changed() {
        this.#preview.replaceChildren();
        this.text.complain(null);
        notificationDraft.keep({ contactPoint: this.contactPoint.value, to: this.recipients.text, text: this.text.value });
    }

    async #look() {
        this.#complaint.clear();
        this.#preview.replaceChildren();
        const fault = this.recipients.fault;
        this.recipients.field.complain(fault);
        const isEmpty = this.text.value.trim() === "" && this.attachments.value.length === 0;
        this.text.complain(isEmpty ? "Write what they are to read." : null);
        if (fault) return this.recipients.field.focus();
        if (isEmpty) return this.text.focus();
        if (this.attachments.isBusy) return this.#complaint.show({ status: 0, message: "Wait until the files are there." });
        const body = this.#body();
        try {
            const preview = await api.post(path`/contact-points/${this.contactPoint.value}/preview`, body);
            const { accepted } = preview;
            const send = button(accepted === 1 ? "Send to 1 recipient …" : `Send to ${accepted.toLocaleString()} recipients …`,
                () => this.#send(body, accepted), { kind: "primary", complaint: this.#complaint });
            this.#preview.replaceChildren(previewOf(preview), ...(accepted > 0 ? [send] : []));
        } catch (error) {
            this.#complain(error);
        }
    }

    async #send(body, accepted) {
        let sent = null;
        const count = accepted === 1 ? "1 recipient" : `${accepted.toLocaleString()} recipients`;
        await confirm(`Send to ${count}?`, "What has left cannot be recalled.", `Send to ${count}`, {
            act: async () => {
                const point = this.contactPoint.value;
                sent = await api.post(path`/contact-points/${point}/notifications`, body, { key: this.#key.of([point, body]) });
            },
        });
        if (!sent) return;
        notificationDraft.clear();
        await router.go(`/notifications/${sent.id}`);
    }

    #complain(error) {
        for (const fault of error.fields ?? []) {
            const field = [this.recipients.field, this.text, this.platform, this.from].find((one) => one.answersFor(fault.field));
            if (!field) continue;
            field.complain(fault.reason);
            fault.isShown = true;
            field.focus();
        }
        this.#complaint.show(error);
    }
}
