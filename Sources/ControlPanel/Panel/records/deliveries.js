import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { choiceField } from "../parts/fields.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";

/// What came of the calls to a subscriber, newest first. They are kept for a week.
export class Deliveries {
    #expected = null;
    #table;
    #signal;

    constructor(address, signal) {
        this.#signal = signal;
        const outcome = choiceField({
            name: "outcome", label: "Show", choices: [
                { value: "", label: "All" }, { value: "failed", label: "Failed" }, { value: "delivered", label: "Delivered" },
            ],
        });
        this.#table = new PagedTable({
            caption: "Deliveries",
            empty: "No calls yet. They appear here as events happen.",
            read: (cursor) => api.get(`${address}/deliveries?${new URLSearchParams({
                ...(outcome.value ? { outcome: outcome.value } : {}), ...(cursor ? { cursor } : {}),
            })}`, { signal }),
            columns: [
                { label: "Time", cell: (one) => time(one.at) },
                { label: "Event", isMain: true, cell: (one) => element("code", null, one.event) },
                { label: "Outcome", cell: (one) => one.outcome === "delivered" ? badge("Delivered", "good") : badge("Failed", "bad") },
                { label: "Answer", cell: (one) => one.error ?? (one.status ? `Status ${one.status}` : "") },
                { label: "Took", isNumber: true, cell: (one) => `${one.milliseconds} ms` },
                { label: "Action", cell: (one) => button("Send again", () => this.#resend(address, one), {
                    "aria-label": `Send ${one.event} again`,
                }) },
            ],
        });
        outcome.element.addEventListener("change", () => this.load());
        signal.addEventListener("abort", () => clearTimeout(this.#expected));
        this.element = element("section", { class: "deliveries", "aria-label": "Deliveries" },
            element("div", { class: "heading" }, element("h2", null, "Deliveries"), button("Refresh", () => this.load())),
            outcome.element, this.#table.element);
    }

    async load() { await this.#table.load(); }

    /// Something has happened: its delivery shows in a moment. The list is left alone while somebody is at it.
    expect() {
        if (this.#expected !== null) return;
        this.#expected = setTimeout(() => {
            this.#expected = null;
            const isUsed = this.#table.element.contains(document.activeElement) || this.#table.element.matches(":hover");
            if (!isUsed && !this.#signal.aborted) this.load().catch(() => {});
        }, 1500);
    }

    async #resend(address, delivery) {
        const outcome = await api.post(`${address}/resend`, { event: delivery.event });
        await this.load();
        this.#table.element.querySelector("tbody button")?.focus();
        return outcome.outcome === "delivered" ? "The event was taken." : `The event was not taken: ${outcome.error}`;
    }
}
