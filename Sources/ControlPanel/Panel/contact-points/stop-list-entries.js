import { element, newID } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { table } from "../parts/table.js";
import { time } from "../parts/time.js";
import { mayRemove, told } from "./stop-list-change.js";

const page = 100;
/// So many are looked through before somebody is asked whether to go on.
const stretch = 5000;

const sources = {
    customer: "The customer", administrator: "By hand", carrier: "The carrier", import: "A file",
};

/// The entries of a stop list, page by page, and a search through all of them.
export class StopEntries {
    #base;
    #signal;
    #actors;
    #search = element("input", { type: "search", id: newID("search"), autocomplete: "off", spellcheck: "false" });
    #list = element("div", { class: "paged" });
    #told = element("div", { role: "status" });
    #state = element("p", { class: "faint", role: "status" });
    #turn = 0;

    constructor(contactPoint, actors, signal) {
        this.#actors = actors;
        this.#base = path`/contact-points/${contactPoint.id}/stop-list`;
        this.#signal = signal;
        let due = null;
        this.#search.addEventListener("input", () => {
            clearTimeout(due);
            due = setTimeout(() => this.load(), 200);
        });
        signal.addEventListener("abort", () => clearTimeout(due));
        this.element = element("section", null,
            element("h2", null, "On the list"),
            element("div", { class: "field" }, element("label", { for: this.#search.id }, "Search"), this.#search),
            this.#state, this.#told, this.#list);
    }

    /// Reads the list anew, from its beginning, as far as somebody has read it or what is looked for asks.
    async load() {
        this.#turn += 1;
        try {
            await this.#read([], null, Math.max(this.#wanted, page));
        } catch (error) {
            if (error.name !== "AbortError") this.#state.textContent = error.message;
        }
    }

    /// So many somebody has asked for: what happens meanwhile must not take them back.
    #wanted = 0;

    async #read(found, cursor, wanted) {
        const turn = this.#turn;
        const words = this.#search.value.trim().toLowerCase();
        const digits = words.replaceAll(/[^\d]/g, "");
        let looked = 0;
        do {
            const glue = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
            const answer = await api.get(`${this.#base}?limit=${page}${glue}`, { signal: this.#signal });
            // Somebody has typed on meanwhile.
            if (turn !== this.#turn) return;
            found.push(...answer.items.filter((entry) => this.#fits(entry, words, digits)));
            looked += answer.items.length;
            cursor = answer.next ?? null;
        } while (cursor && found.length < wanted && looked < stretch);
        this.#wanted = words ? 0 : found.length;
        this.#draw(found, cursor, words);
    }

    #draw(found, cursor, words) {
        const many = found.length === 1 ? "1 entry" : `${found.length} entries`;
        this.#state.textContent = words || found.length > 0
            ? `${many}${words ? " found" : ""}${cursor ? " so far; there are more to look through" : ""}.` : "";
        // Who removes one with the keyboard goes on from there.
        const held = this.#list.contains(document.activeElement) ? document.activeElement.dataset.address : null;
        this.#list.replaceChildren(table({
            caption: "Who is on the stop list",
            columns: [
                { label: "Number", isMain: true, cell: (entry) => entry.address },
                { label: "Put there by", cell: (entry) => this.#origin(entry) },
                { label: "Since", cell: (entry) => time(entry.since) },
                ...(mayDo("manager") ? [{ label: "Action", cell: (entry) => this.#remover(entry) }] : []),
            ],
            items: found,
            empty: words ? "Nobody on this list is like that." : "Nobody is on this list. Whoever texts STOP comes here.",
        }));
        if (cursor) {
            this.#list.append(button(words ? "Look further" : "More", () => {
                this.#turn += 1;
                this.#wanted = found.length + page;
                return this.#read(found, cursor, this.#wanted);
            }));
        }
        if (held) (this.#list.querySelector(`[data-address="${CSS.escape(held)}"]`) ?? this.#search).focus();
    }

    /// Numbers are found however they are written: (415) 555 finds +1415555….
    #fits(entry, words, digits) {
        if (words === "") return true;
        const texts = [entry.address, this.#actors.name(entry.actor), sources[entry.source] ?? entry.source];
        return texts.some((text) => text.toLowerCase().includes(words)) || (digits.length > 2 && entry.address.includes(digits));
    }

    #origin(entry) {
        const isOwn = entry.source === "customer" || entry.source === "carrier";
        return element("span", null,
            sources[entry.source] ?? entry.source, isOwn ? null : `: ${this.#actors.name(entry.actor)}`,
            entry.importedBy && element("span", { class: "faint" },
                " · brought with a file by ", this.#actors.name(entry.importedBy), ", ", time(entry.importedAt)));
    }

    #remover(entry) {
        return button("Remove…", async () => {
            if (!await mayRemove([entry.address])) return;
            const answer = await api.delete(`${this.#base}/${encodeURIComponent(entry.address)}`);
            this.#told.replaceChildren(...told(answer));
            await this.load();
        }, { "aria-label": `Remove ${entry.address}`, "data-address": entry.address });
    }
}
