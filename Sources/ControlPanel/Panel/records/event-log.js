import { api } from "../frame/api.js";

const pageSize = 200;

/// The log of events, read from its end as well as from a position. The API reads it forwards only, and tells of no end:
/// it is found by halving, for a position that there is no event at yet is refused.
export class EventLog {
    /// - `filter`: gives `{type, contactPoint}`, each where it is chosen.
    constructor(filter, signal) {
        this.filter = filter;
        this.signal = signal;
    }

    /// A page of what comes after a position: `{items, next, isEnd}`, older ones first.
    async after(position, limit = pageSize) {
        const query = new URLSearchParams({ cursor: position, limit, ...this.filter() });
        const page = await api.get(`/events?${query}`, { signal: this.signal });
        const next = Number(page.next);
        return { items: page.items, next, isEnd: next === Number(position) };
    }

    /// A page of what comes before a position, newer ones first: `{items, next}`, where `next` is missing at the beginning.
    ///
    /// What is filtered may be rare: so many pages are looked through, then the reader decides whether to go on.
    async before(position, { least = 50, pages = 10 } = {}) {
        const oldest = await this.#oldest();
        const items = [];
        let end = position;
        while (end > oldest && items.length < least && pages > 0) {
            const start = Math.max(oldest - 1, end - 1 - pageSize);
            const page = await this.after(start, end - 1 - start);
            items.push(...page.items.filter((event) => event.position < end).reverse());
            const isGap = page.next >= end;
            end = (isGap && start >= oldest ? await this.#lastUpTo(start, oldest) : start) + 1;
            pages -= 1;
        }
        return { items, next: end > oldest ? end : null };
    }

    /// The last event up to a position, where positions are left out, as after a restored backup.
    async #lastUpTo(position, oldest) {
        let [known, last] = [oldest, position];
        while (known < last) {
            const middle = Math.ceil((known + last) / 2);
            const { next } = await this.after(middle - 1, 1);
            if (next <= position) known = next;
            else last = middle - 1;
        }
        return known;
    }

    async #oldest() {
        const page = await api.get("/events?limit=1", { signal: this.signal });
        return Number(page.next);
    }

    /// The position of the newest event.
    async newest() {
        let known = 0;
        for (let page = 0; page < 5; page += 1) {
            const next = Number((await api.get(`/events?limit=${pageSize}&cursor=${known}`, { signal: this.signal })).next);
            if (next === known) return known;
            known = next;
        }
        let step = pageSize;
        while (await this.#reaches(known + step)) {
            known += step;
            step *= 2;
        }
        let beyond = known + step;
        while (beyond - known > 1) {
            const middle = Math.floor((known + beyond) / 2);
            if (await this.#reaches(middle)) known = middle;
            else beyond = middle;
        }
        return known;
    }

    async #reaches(position) {
        try {
            await api.get(`/events?limit=1&cursor=${position}`, { signal: this.signal });
            return true;
        } catch (problem) {
            if (problem.status !== 422) throw problem;
            return false;
        }
    }
}
