import { element } from "../frame/element.js";
import { router } from "../frame/router.js";
import { ask } from "./dialog.js";
import { showFaults } from "./faults.js";
import { Complaint, say } from "./notice.js";
import { asText } from "./same.js";

/// What is changed on a screen and saved together: one *Save* for the whole page, at its top.
///
/// A screen adds *portions*: documents of the API, each with its fields.
/// `{fields, save(values, tag) → {tag, values}, tag, reload() → {tag, values}}`; `save` gets what is dirty of it, by name.
/// - Whoever leaves with something unsaved is asked first.
/// - Where somebody else has changed a document meanwhile (412), it says so, and offers to read it anew.
/// - What a refusal says of a field stands beside that field.
/// - Who may not change it (`mayChange: false`) reads the same page, with every field locked and nothing to save.
export class SettingsForm {
    #portions = [];
    #complaint = new Complaint();
    #state = element("span", { class: "save-state", role: "status" });
    #save = element("button", { type: "submit", class: "primary" }, "Save");
    #undo = element("button", { type: "button", class: "quiet", onclick: () => this.#reset() }, "Undo changes");

    constructor({ signal, title, about = null, mayChange = true }) {
        this.#mayChange = mayChange;
        this.bar = element("div", { class: "save-bar" },
            element("h1", null, title), about,
            element("div", { class: "save-actions" }, mayChange ? [this.#state, this.#undo, this.#save] : locked()));
        this.element = element("form", { class: "settings", novalidate: true }, this.bar, this.#complaint.element);
        this.element.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
        for (const kind of ["input", "change"]) this.element.addEventListener(kind, () => this.refresh());
        router.guard(() => this.#mayLeave());
        addEventListener("beforeunload", (event) => { if (this.isDirty) event.preventDefault(); }, { signal });
        this.refresh();
    }

    add(portion) {
        this.#portions.push(portion);
        if (!this.#mayChange) for (const field of portion.fields) field.lock();
        this.refresh();
        return portion;
    }

    get isDirty() { return this.#portions.some((portion) => portion.fields.some((field) => field.isDirty)); }

    /// Looks again at what is dirty.
    refresh() {
        const isDirty = this.isDirty;
        this.#save.disabled = !isDirty;
        this.#undo.hidden = !isDirty;
        this.#state.textContent = isDirty ? "Not saved" : "";
    }

    async save() {
        if (this.#save.disabled || this.#isSaving) return;
        this.#isSaving = true;
        this.#save.setAttribute("aria-disabled", "true");
        this.#complaint.clear();
        for (const portion of this.#portions) for (const field of portion.fields) field.complain(null);
        let saved = 0;
        try {
            for (const portion of this.#portions) {
                const dirty = portion.fields.filter((field) => field.isDirty);
                if (dirty.length === 0) continue;
                if (portion.mayBegin && !await portion.mayBegin(dirty)) return;
                const values = Object.fromEntries(dirty.map((field) => [field.name, field.value]));
                const sent = new Map(portion.fields.map((field) => [field, asText(field.value)]));
                for (const field of dirty) field.hold(true);
                try {
                    // Who types on while it is saved keeps that.
                    this.#take(portion, await portion.save(values, portion.tag), (field) => asText(field.value) !== sent.get(field));
                } finally {
                    for (const field of dirty) field.hold(false);
                }
                saved += 1;
            }
            say("Saved.");
        } catch (error) {
            if (error.status === 412) await this.#changedMeanwhile(saved);
            else this.#complain(error);
        } finally {
            this.#isSaving = false;
            this.#save.removeAttribute("aria-disabled");
            this.refresh();
        }
    }

    #isSaving = false;
    #mayChange;

    /// A document as it is now. Its fields follow it, but for those that are kept as they stand: they wait to be saved.
    #take(portion, { tag, values }, isKept = () => false) {
        portion.tag = tag ?? portion.tag;
        for (const field of portion.fields) {
            const saved = values?.[field.name];
            if (isKept(field)) field.keepOver(saved);
            else field.reset(saved);
        }
        portion.taken?.();
    }

    /// Drops what is not saved, so that nobody is asked about it.
    undo() { this.#reset(); }

    /// Somebody may have changed a document: it is read anew, unless something of it waits to be saved here. Then the next
    /// Save tells of it.
    async renew(portion) {
        const isBusy = () => this.#isSaving || portion.fields.some((field) => field.isDirty);
        if (isBusy()) return;
        const before = portion.tag;
        const read = await portion.reload().catch(() => null);
        if (read === null || isBusy() || portion.tag !== before || read.tag === before) return;
        this.#take(portion, read);
        this.refresh();
    }

    #reset() {
        for (const portion of this.#portions) {
            for (const field of portion.fields) field.undo();
            portion.taken?.();
        }
        this.#complaint.clear();
        this.refresh();
    }

    #complain(error) {
        const first = showFaults(error, this.#portions.flatMap((portion) => portion.fields));
        this.#complaint.show(error);
        if (!first) this.#complaint.element.scrollIntoView({ block: "center" });
    }

    async #changedMeanwhile(saved) {
        const choice = await ask({
            title: "Somebody else has changed this meanwhile",
            content: `${saved > 0 ? "Not everything" : "Nothing"} of yours was saved. Read what it says now: what you have `
                + "changed stays as you typed it, and the next Save puts it in place of theirs.",
            actions: [{ label: "Read it now" }, { label: "Take theirs, drop mine" }], cancel: "Not yet",
        });
        if (choice === null) return;
        for (const portion of this.#portions) {
            if (portion.reload) this.#take(portion, await portion.reload(), (field) => choice === 0 && field.isDirty);
        }
    }

    async #mayLeave() {
        if (!this.isDirty) return true;
        return await ask({
            title: "Leave without saving?", content: "What you have changed on this page is not saved.",
            actions: [{ label: "Stay" }, { label: "Leave", kind: "danger" }], cancel: null,
        }) === 1;
    }
}

function locked() { return element("span", { class: "faint" }, "Only administrators can change this."); }
