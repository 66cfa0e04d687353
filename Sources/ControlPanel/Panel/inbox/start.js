import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { connectionName } from "../parts/connection-name.js";
import { ask } from "../parts/dialog.js";
import { choiceField, textArea, textField } from "../parts/fields.js";
import { say } from "../parts/notice.js";
import { connectionsOf, contactPointsWith, nameOf, people, platforms } from "./facts.js";
import { ContentKey } from "./keys.js";
import { Segments } from "./segments.js";

/// Where a contact point may write first: `[{platform, connections}]`, with those of its connections that send.
export async function waysFrom(contactPoint) {
    const [known, connections] = await Promise.all([platforms(), connectionsOf(contactPoint)]);
    return [...known.values()].filter((platform) => platform.mayWriteFirst).map((platform) => ({
        platform, connections: connections.filter((one) => one.platform === platform.id && one.sending.mode === "standard"),
    })).filter((way) => way.connections.length > 0);
}

/// Begins a conversation with a customer who has not written, and opens it.
///
/// - `given`: `{contactPoint, platform, to}` where they are known already.
export async function startConversation(given = {}, { signal }) {
    const points = await contactPointsWith("startConversation");
    const offers = (await Promise.all(points.map(async (point) => ({ point, ways: await waysFrom(point.id) })))).filter(({ ways }) => ways.length > 0);
    if (offers.length === 0) {
        await ask({
            title: "You cannot start conversations", cancel: "Close", actions: [],
            content: points.length === 0
                ? "None of your roles may start conversations at any contact point. An administrator can change that in the contact point’s outbound roles."
                : "None of the contact points where you may start conversations has a connection that can write first.",
        });
        return;
    }
    const form = new StartForm(offers, given, signal);
    const started = await ask({
        title: "Start a conversation", content: form.element, isWide: true, actions: [{ label: "Send and start", act: () => form.send() }],
    });
    if (!started) return;
    if (!started.isNew) {
        const { owner } = started.conversation;
        const whose = owner ? `It stays with ${nameOf(owner, await people())}.` : "It is nobody’s yet.";
        say(`A conversation with this customer was open already, so your message was added to it. ${whose}`);
    }
    await router.go(`/inbox/${started.conversation.id}`);
}

class StartForm {
    #platforms = element("div");
    #segments = element("div");
    #key = new ContentKey();

    constructor(offers, given, signal) {
        this.offers = offers;
        this.signal = signal;
        this.contactPoint = choiceField({
            name: "contactPoint", label: "Contact point", value: given.contactPoint,
            choices: offers.map(({ point }) => ({ value: point.id, label: point.label })),
        });
        if (!this.contactPoint.value) this.contactPoint.value = offers[0].point.id;
        this.to = textField({ name: "to", label: "To", value: given.to ?? "", isRequired: true });
        this.text = textArea({ name: "text", label: "First message", isRequired: true });
        this.element = element("div", null, this.contactPoint.element, this.#platforms, this.to.element, this.text.element, this.#segments);
        this.contactPoint.control.addEventListener("change", () => this.#offerPlatforms());
        this.text.control.addEventListener("input", () => this.segments.refresh(this.text.value));
        this.to.control.addEventListener("change", () => this.segments.refresh(this.text.value));
        this.#offerPlatforms(given.platform);
    }

    get #ways() { return this.offers.find(({ point }) => point.id === this.contactPoint.value).ways; }

    #offerPlatforms(wanted) {
        this.platform = choiceField({
            name: "platform", label: "Platform", value: wanted,
            choices: this.#ways.map(({ platform }) => ({ value: platform.id, label: platform.label })),
        });
        if (!this.platform.value) this.platform.value = this.#ways[0].platform.id;
        this.platform.control.addEventListener("change", () => this.#offerSenders());
        this.#offerSenders();
    }

    #offerSenders() {
        const { platform, connections } = this.#ways.find((way) => way.platform.id === this.platform.value);
        this.from = choiceField({
            name: "from", label: "From", help: "Without a choice it is what the customer last wrote to.",
            choices: [{ value: "", label: "As last used" }, ...connections.map((one) => ({ value: one.address, label: connectionName(one) }))],
        });
        this.#platforms.replaceChildren(this.platform.element, ...(connections.length > 1 ? [this.from.element] : []));
        this.segments = new Segments(platform, this.contactPoint.value, () => (this.to.value && this.text.value ? this.#body() : null), { signal: this.signal });
        this.#segments.replaceChildren(this.segments.element);
    }

    #body() {
        const body = { to: this.to.value.trim(), platform: this.platform.value, text: this.text.value };
        if (this.from.value) body.from = this.from.value;
        return body;
    }

    async send() {
        const fields = [this.platform, this.to, this.from, this.text];
        for (const field of fields) field.complain(null);
        if (this.to.value.trim() === "") {
            this.to.focus();
            throw new Refused("Say whom to write to.", this.to);
        }
        if (this.text.value.trim() === "") {
            this.text.focus();
            throw new Refused("Write what the customer is to read.", this.text);
        }
        try {
            const body = this.#body();
            return await api.post(path`/contact-points/${this.contactPoint.value}/conversations`, body, { key: this.#key.of([this.contactPoint.value, body]) });
        } catch (error) {
            for (const fault of error.fields ?? []) {
                const field = fields.find((one) => one.answersFor(fault.field));
                if (!field) continue;
                field.complain(fault.reason);
                fault.isShown = true;
                field.focus();
            }
            throw error;
        }
    }
}

/// Something that is missing, found before the gateway was asked.
class Refused extends Error {
    constructor(message, field) {
        super(message);
        this.status = 422;
        field.complain(message);
    }
}
