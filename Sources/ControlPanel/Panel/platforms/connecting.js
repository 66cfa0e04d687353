import { element, newID } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { showFaults } from "../parts/faults.js";
import { Complaint } from "../parts/notice.js";
import { keptSession } from "./kept-session.js";
import { stepForm, withLinks } from "./step-forms.js";

/// Connecting, step by step: what the platform's connector asks, one question after the other.
///
/// - `home`: the address of the panel that it was begun at, and where it is gone on with.
/// - `done(connected)`: everything is made. `left()`: it was given up.
/// - `level`: of its heading.
export class Connecting {
    #given;
    #session = null;
    #expiresAt = null;
    #step = null;
    /// What was asked last: where it cannot go on, it is answered once more.
    #question = null;
    #form = null;
    #ofStep = new AbortController();
    #complaint = new Complaint();
    // No form: it may stand in one, that of the page's settings.
    #content = element("div", { onkeydown: (event) => this.#pressed(event) });
    #submitButton = null;
    #isBusy = false;

    constructor({ title, level = 2, home, done, left, signal }) {
        this.#given = { title, home, done, left };
        const id = newID("connecting");
        this.#heading = element(`h${level}`, { id, tabindex: -1 }, title);
        this.element = element("section", { class: "card connecting", "aria-labelledby": id },
            this.#heading, this.#complaint.element, this.#content);
        signal.addEventListener("abort", () => this.#ofStep.abort());
        this.#signal = signal;
    }

    #heading;
    #signal;

    /// - `purpose`: as `POST /v1/connecting` takes it.
    async begin(purpose) {
        const before = keptSession.read();
        if (before) await end(before.session);
        keptSession.clear();
        this.#take(await api.post("/connecting", purpose, { signal: this.#signal }));
    }

    /// Goes on where it was left.
    resume(kept) {
        this.#session = kept.session;
        this.#expiresAt = kept.expiresAt;
        this.#question = kept.question;
        this.#show(kept.step);
    }

    /// Answers what is asked.
    async answer(answer) {
        if (this.#isBusy) return;
        this.#isBusy = true;
        this.#submitButton?.setAttribute("aria-disabled", "true");
        this.#complaint.clear();
        for (const field of this.#form?.fields ?? []) field.complain(null);
        try {
            const step = (this.#step.kind === "failed" ? this.#question : null) ?? this.#step;
            await this.#take(await api.post(path`/connecting/${this.#session}`, { step: step.id, ...answer }, { signal: this.#signal }));
        } catch (error) {
            if (error.name === "AbortError") return;
            if (error.status === 404 || error.code === "session-moved-on") this.#over(error);
            else this.#refused(error);
        } finally {
            this.#isBusy = false;
            this.#submitButton?.removeAttribute("aria-disabled");
        }
    }

    #refused(error) {
        showFaults(error, this.#form?.fields ?? []);
        this.#complaint.show(error);
    }

    #pressed(event) {
        if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
        event.preventDefault();
        this.#submit();
    }

    async #submit() {
        try {
            const answer = this.#form.answer();
            if (answer) await this.answer(answer);
        } catch (error) {
            this.#complaint.show(error);
        }
    }

    #take(state) {
        if (state.connected) {
            keptSession.clear();
            this.#ofStep.abort();
            return this.#given.done(state.connected);
        }
        this.#session = state.session;
        this.#expiresAt = state.expiresAt;
        if (state.step.kind !== "failed") this.#question = state.step;
        return this.#show(state.step);
    }

    #keep() {
        const { title, home } = this.#given;
        keptSession.write({
            session: this.#session, expiresAt: this.#expiresAt, step: this.#step, question: this.#question, title, home,
        });
    }

    #show(step) {
        this.#step = step;
        this.#keep();
        this.#ofStep.abort();
        this.#ofStep = new AbortController();
        const asked = step.kind === "failed" ? this.#question : step;
        this.#form = stepForm(asked ?? step, {
            leave: () => this.#keep(), answer: (answer) => this.answer(answer), signal: this.#ofStep.signal,
        });
        this.#submitButton = this.#form.label && element("button", {
            type: "button", class: "primary", onclick: () => this.#submit(),
        }, this.#form.label);
        this.#content.replaceChildren(
            ...(step.kind === "failed" ? [element("div", { class: "complaint" }, element("p", null, withLinks(step.text)))] : []),
            ...this.#form.content,
            element("div", { class: "actions" }, this.#submitButton ?? "",
                element("button", { type: "button", onclick: () => this.cancel() }, "Cancel")));
        if (!this.#signal.aborted) (this.#content.querySelector("input, select, textarea") ?? this.#heading).focus();
    }

    /// The session is no more: what was answered is lost, and nothing was made.
    #over(error) {
        keptSession.clear();
        this.#ofStep.abort();
        this.#complaint.show(error);
        this.#content.replaceChildren(
            element("p", null, "Nothing was made of what was answered so far."),
            element("div", { class: "actions" },
                element("button", { type: "button", class: "primary", onclick: () => this.#given.left() }, "Begin anew")));
    }

    async cancel() {
        keptSession.clear();
        this.#ofStep.abort();
        if (this.#session) await end(this.#session);
        this.#given.left();
    }
}

/// Nothing was made by it. One that is over already has ended, too.
async function end(session) {
    await api.delete(path`/connecting/${session}`).catch(() => {});
}
