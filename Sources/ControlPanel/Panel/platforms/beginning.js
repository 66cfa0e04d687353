import { element } from "../frame/element.js";
import { path } from "../frame/api.js";
import { button } from "../parts/button.js";
import { choiceField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { connectedCard } from "./connected.js";
import { Connecting } from "./connecting.js";
import { keptSession } from "./kept-session.js";

/// Where connecting begins at a contact point: with an app that is there, or with another one; and what came of it.
export class Beginning {
    element = element("div");
    #given;
    #home;

    /// - `apps()`: those of the platform. `made`: called when there is a new connection, `closed` when there is nothing more
    ///   to see here.
    constructor({ contactPoint, platform, signal, apps, made, closed }) {
        this.#given = { contactPoint, platform, signal, apps, made, closed };
        this.#home = path`/contact-points/${contactPoint.id}/${platform.id}`;
    }

    /// Goes on with what was begun on this tab, before a reload or a page of the platform.
    resume() {
        const kept = keptSession.read();
        if (kept?.home === this.#home) this.#steps().resume(kept);
    }

    async begin() {
        const apps = this.#given.apps() ?? [];
        if (apps.length === 0) return this.#start(null);
        const { platform } = this.#given;
        const app = choiceField({
            name: "app", label: "Through", help: `The account or app at ${platform.label} whose credentials are used.`,
            choices: [...apps.map(({ id, label }) => ({ value: id, label })), { value: "", label: "Another one" }],
        });
        const complaint = new Complaint();
        const form = element("section", { class: "card connecting", "aria-labelledby": "beginning" },
            element("h2", { id: "beginning" }, this.#title), app.element, complaint.element,
            element("div", { class: "actions" },
                button("Begin", () => this.#start(app.value || null), { kind: "primary", complaint }),
                button("Cancel", () => this.#end())));
        this.element.replaceChildren(form);
        app.focus();
    }

    get #title() { return `Connect ${this.#given.platform.label} to ${this.#given.contactPoint.label}`; }

    #steps() {
        const steps = new Connecting({
            title: this.#title, home: this.#home, signal: this.#given.signal,
            done: (connected) => this.#done(connected), left: () => this.#end(),
        });
        this.element.replaceChildren(steps.element);
        return steps;
    }

    async #start(app) {
        const { contactPoint, platform } = this.#given;
        const before = [...this.element.childNodes];
        try {
            await this.#steps().begin({ platform: platform.id, contactPoint: contactPoint.id, ...(app && { app }) });
        } catch (error) {
            this.element.replaceChildren(...before);
            throw error;
        }
    }

    async #done(connected) {
        const card = connectedCard(connected, { actions: [button("Close", () => this.#end())] });
        this.element.replaceChildren(card);
        card.querySelector("h2").focus();
        await this.#given.made();
    }

    #end() {
        this.element.replaceChildren();
        this.#given.closed();
    }
}
