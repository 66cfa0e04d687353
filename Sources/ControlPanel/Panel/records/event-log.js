import { api } from "../frame/api.js";

const pageSize = 200;

/// The log of events, read from its end as well as from a position.
export class EventLog {
    /// - `filter`: gives `{type, contactPoint}`, each where it is chosen.
    constructor(filter, signal) {
        this.filter = filter;
        this.signal = signal;
    }

    /// A page of what comes after a position: `{items, next, isEnd}`, older ones first.
    async after(position, limit = pageSize) {
        const page = await this.#page({ cursor: position, limit });
        const next = Number(page.next);
        return { items: page.items, next, isEnd: next === Number(position) };
    }

    /// What comes before a position, or the end of the log, newer ones first: `{items, next}`, where `next` is missing at
    /// the beginning.
    ///
    /// What is filtered may be rare: so many pages are looked through, then the reader decides whether to go on.
    async before(position = null, { least = 50, pages = 10 } = {}) {
        const items = [];
        let next = position;
        do {
            const page = await this.#page({ order: "newest", limit: pageSize, ...(next === null ? {} : { cursor: next }) });
            items.push(...page.items);
            next = page.next === undefined ? null : Number(page.next);
            pages -= 1;
        } while (next !== null && items.length < least && pages > 0);
        return { items, next };
    }

    #page(query) { return api.get(`/events?${new URLSearchParams({ ...query, ...this.filter() })}`, { signal: this.signal }); }
}
