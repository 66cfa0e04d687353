import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { Complaint } from "../parts/notice.js";
import { redraw } from "../parts/redraw.js";
import { time } from "../parts/time.js";
import { verdictBadge } from "./words.js";

/// Whether everything that a connection needs is right: each item with what was found, and what to do.
export class Checklist {
    #id;
    #signal;
    #complaint = new Complaint();
    #shown = element("div");
    #ran;
    #remedy;
    #last = null;

    /// - `ran`: called after a run that was asked for here: the connection's state may be another one.
    /// - `remedy(item)`: gives what can be done about an item that the gateway cannot fix by itself, or `null`.
    constructor(connection, { signal, ran, remedy }) {
        this.#id = connection;
        this.#signal = signal;
        this.#ran = ran;
        this.#remedy = remedy;
        const again = button("Run again", () => this.#run(), { complaint: this.#complaint });
        this.element = element("section", { class: "card checklist", "aria-labelledby": "checklist" },
            element("div", { class: "heading" }, element("h2", { id: "checklist" }, "Checklist"), again),
            this.#complaint.element, this.#shown);
    }

    /// Reads the last run.
    async load() {
        try {
            this.draw(await api.get(path`/connections/${this.#id}/checklist`, { signal: this.#signal }));
        } catch (problem) {
            if (problem.status !== 404) throw problem;
            redraw(this.#shown, element("p", { class: "empty" }, "It has not been run yet."));
        }
        return this;
    }

    /// Draws the last run again: what can be done about an item may be something else now.
    again() { if (this.#last) this.draw(this.#last); }

    draw(checklist) {
        this.#last = checklist;
        redraw(this.#shown,
            element("p", { role: "status" }, "All in all: ", verdictBadge(checklist.overall), " ",
                element("span", { class: "faint" }, "since ", time(checklist.since), ", looked at ", time(checklist.checkedAt))),
            element("ul", { role: "list", class: "checklist-items" }, checklist.items.map((item) => this.#item(item))));
    }

    #item(item) {
        const isWrong = item.verdict === "red" || item.verdict === "yellow";
        return element("li", { class: `checklist-item ${item.verdict}` },
            element("div", { class: "row" }, element("h3", null, item.title), verdictBadge(item.verdict),
                element("span", { class: "faint" }, "since ", time(item.since))),
            element("p", null, item.found),
            item.advice && element("p", { class: isWrong ? "advice" : "faint" }, item.advice),
            item.fix && (mayDo("administrator")
                ? button(item.fix, () => this.#fix(item), { "data-key": item.id, complaint: this.#complaint })
                : element("p", { class: "faint" }, `An administrator can do it here: ${item.fix}.`)),
            !item.fix && this.#remedy(item));
    }

    async #run() {
        this.draw(await api.post(path`/connections/${this.#id}/checklist/run`));
        await this.#ran();
    }

    async #fix(item) {
        const checklist = await api.post(path`/connections/${this.#id}/checklist/${item.id}/fix`);
        this.draw(checklist);
        await this.#ran();
        const now = checklist.items.find((one) => one.id === item.id);
        return now?.verdict === "green" ? `${item.title}: done.` : `${item.title}: ${now?.found ?? "done."}`;
    }
}
