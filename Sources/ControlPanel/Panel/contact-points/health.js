import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { badge } from "../parts/badge.js";
import { onceAtATime } from "../parts/redraw.js";

/// How a contact point fares on each platform it is on, at a glance. Read by itself, so that the list need not wait.
export class Health {
    element = element("ul", { role: "list", class: "glance" });
    #contactPoint;
    #platforms;
    #signal;

    constructor(contactPoint, platforms, signal) {
        this.#contactPoint = contactPoint;
        this.#platforms = platforms;
        this.#signal = signal;
        this.element.append(element("li", { class: "faint" }, "…"));
    }

    /// One after the other: an older answer must not come after a newer one.
    read = onceAtATime(() => this.#read());

    async #read() {
        try {
            const id = this.#contactPoint.id;
            const connections = (await api.get(path`/contact-points/${id}/connections`, { signal: this.#signal })).items;
            const lines = await Promise.all(this.#platforms.map(async (platform) => {
                const own = connections.filter((connection) => connection.platform === platform.id);
                return own.length === 0 ? null : this.#line(platform, own, await this.#verdict(platform, own));
            }));
            const seen = lines.filter((line) => line !== null);
            this.element.replaceChildren(...(seen.length > 0 ? seen
                : [element("li", { class: "faint" }, "No platform is connected yet.")]));
        } catch (error) {
            if (error.name !== "AbortError") this.element.replaceChildren(element("li", null, error.message));
        }
    }

    #line(platform, own, verdict) {
        const address = path`/panel/contact-points/${this.#contactPoint.id}/${platform.id}`;
        return element("li", null,
            element("a", { href: address }, platform.label),
            element("span", { class: "faint" }, own.length > 1 ? ` ${own.length} ` : " "), verdict);
    }

    /// The worst that is to be said.
    async #verdict(platform, own) {
        const broken = own.filter((connection) => connection.state !== "connected");
        if (broken.length > 0) return badge(own.length > 1 ? `${broken.length} to reconnect` : "To reconnect", "bad");
        if (platform.servesClients) {
            const closed = await this.#whyClosed(platform);
            if (closed) return badge(closed, "minded");
        }
        const verdicts = mayDo("manager") ? await Promise.all(own.map((connection) => this.#checklist(connection))) : [];
        if (verdicts.includes("red")) return badge("Something is wrong", "bad");
        if (verdicts.includes("yellow")) return badge("To be looked at", "minded");
        if (verdicts.includes("unknown")) return badge("Connected, not all is known", "minded");
        return badge(verdicts.length > 0 && !verdicts.includes(null) ? "Healthy" : "Connected", "good");
    }

    /// Why the platform's clients are not offered to customers just now; `null` where they are.
    async #whyClosed(platform) {
        const base = path`/contact-points/${this.#contactPoint.id}/platforms/${platform.id}`;
        const { settings } = await api.get(`${base}/settings`, { signal: this.#signal });
        const isOn = platform.clientForm.masterSwitch.split(".").reduce((within, key) => within?.[key], settings);
        if (!isOn) return "Switched off";
        const { status } = await api.get(`${base}/availability`, { signal: this.#signal });
        return status.isAvailable ? null : "Not offered now";
    }

    /// `null` where none has run yet.
    async #checklist(connection) {
        try {
            return (await api.get(path`/connections/${connection.id}/checklist`, { signal: this.#signal })).overall;
        } catch (error) {
            if (error.status === 404) return null;
            throw error;
        }
    }
}
