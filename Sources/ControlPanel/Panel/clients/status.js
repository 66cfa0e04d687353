import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { badge } from "../parts/badge.js";
import { onceAtATime } from "../parts/redraw.js";
import { time } from "../parts/time.js";

/// What may make availability another one. Each is followed by a look, not by a guess.
const causes = ["availability.", "agent.", "clientSettings.", "conversation.", "message.received", "message.created"];
/// Several events of a moment are one look, a little later than the gateway's own.
const patience = 400;
/// The longest that a browser's timer takes.
const longest = 2 ** 31 - 1;

/// Whether customers are offered a conversation right now, and why not, as it changes.
export class Status {
    element = element("div", { class: "client-status", role: "status" });
    #address;
    #isOn;
    #timer = null;
    #clock = null;
    #signal;
    #shown = null;

    /// - Parameter isOn: tells whether the master switch is on, as it is saved.
    constructor({ contactPoint, platform, signal, isOn }) {
        this.#address = path`/contact-points/${contactPoint.id}/platforms/${platform.id}/availability`;
        this.#isOn = isOn;
        this.#signal = signal;
        follow((event) => {
            if (event.data.contactPoint && event.data.contactPoint !== contactPoint.id) return;
            if (causes.some((cause) => event.type.startsWith(cause))) this.#lookSoon();
        }, { signal, missed: () => this.look() });
        signal.addEventListener("abort", () => { clearTimeout(this.#timer); clearTimeout(this.#clock); });
    }

    #lookSoon() {
        this.#timer ??= setTimeout(() => {
            this.#timer = null;
            this.look();
        }, patience);
    }

    /// One after the other: an older answer must not come after a newer one.
    look = onceAtATime(() => this.#look());

    async #look() {
        try {
            this.#draw(await api.get(this.#address, { signal: this.#signal }));
        } catch (error) {
            if (error.name === "AbortError" || error.status === 401) return;
            this.#shown = null;
            this.element.replaceChildren(badge("Not known", "unknown"), " ", error.message);
        }
    }

    #draw({ status, figures }) {
        clearTimeout(this.#clock);
        if (status.nextChangeAt) {
            const due = new Date(status.nextChangeAt) - Date.now();
            this.#clock = setTimeout(() => this.#lookSoon(), Math.min(Math.max(due, 0), longest));
        }
        const isOn = this.#isOn();
        const shown = JSON.stringify([status, figures, isOn]);
        // What is the same is not said again.
        if (shown === this.#shown) return;
        this.#shown = shown;
        const words = isOn
            ? status.isAvailable
                ? [badge("Visible", "good"), " Right now, customers are offered a conversation."]
                : [badge("Not visible", "minded"), ` Right now, customers are offered none. ${status.explanation ?? ""}`]
            : [badge("Switched off", "plain"), " Right now, nothing of it is to be seen."];
        this.element.replaceChildren(
            element("p", null, ...words),
            element("p", { class: "faint" },
                `${counted(figures.waitingConversations, "conversation waits", "conversations wait")}, `
                + `${counted(figures.availableAgents, "agent is", "agents are")} available and could take `
                + `${counted(figures.agentCapacity, "more conversation", "more conversations")}.`,
                isOn && status.nextChangeAt && [" By the clock, it changes at ", time(status.nextChangeAt), "."]));
    }
}

function counted(number, one, several) { return `${number} ${number === 1 ? one : several}`; }
