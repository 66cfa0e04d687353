import { element } from "../frame/element.js";
import { api, call, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { mayDo } from "../frame/session.js";
import { ask } from "../parts/dialog.js";
import { SettingsForm } from "../parts/settings-form.js";
import { at, changes, withValue } from "./document.js";
import { emptyOf, makeField } from "./fields.js";
import { Preview } from "./preview.js";
import { Rules } from "./rules.js";
import { snippetCard } from "./snippet.js";
import { Status } from "./status.js";
import { Warnings } from "./warnings.js";

/// The settings of a platform's clients at a contact point: what the platform has declared of them, with the client itself
/// beside it, when it is offered, and what stands in a customer's page.
///
/// - Parameters:
///   - platform: one of `GET /v1/platforms`, with a `clientForm`.
///   - connection: by whose address the clients are served; without one there is nothing to look at yet.
///   - form: the settings form of the page, where it has one already.
export async function clientSettings({ contactPoint, platform, connection, signal, form = null }) {
    const screen = new ClientSettings({ contactPoint, platform, connection, signal });
    return screen.show(form);
}

class ClientSettings {
    #given;
    #form;
    #document;
    #fields = [];
    #sections;
    #warnings;
    #preview = null;
    #address;
    #status;
    #rest = element("div", { class: "client-rest" });
    #offNote = element("p", { class: "warning-box" },
        "Everything else is unavailable while this is off. Switch it on to change it.");

    constructor(given) {
        this.#given = given;
        this.#form = given.platform.clientForm;
        this.#address = path`/contact-points/${given.contactPoint.id}/platforms/${given.platform.id}/settings`;
        const status = { ...given, isOn: () => at(this.#document, this.#form.masterSwitch) === true };
        this.#status = new Status(status);
        if (given.connection && this.#form.preview) this.#preview = new Preview(given);
    }

    async show(given) {
        const { contactPoint, platform, connection, signal } = this.#given;
        const [read, rules, snippet] = await Promise.all([
            call("GET", this.#address, { signal }), new Rules(contactPoint, platform).load(signal),
            connection ? snippetCard(this.#given) : null,
        ]);
        this.#document = read.body.settings;
        this.#sections = this.#form.sections.map((section) => this.#section(section));
        this.#warnings = new Warnings(this.#fields, () => this.#check(), signal);
        this.#warnings.take(read.body.warnings);
        await this.#status.look();

        const form = given ?? new SettingsForm({ signal, title: platform.label, mayChange: this.#mayChange });
        const portion = form.add({
            fields: this.#fields, tag: read.tag,
            mayBegin: (dirty) => this.#mayBegin(dirty),
            save: async (values, tag) => this.#taken(await call("PUT", this.#address, { body: this.#changes(values), tag })),
            reload: async () => this.#taken(await call("GET", this.#address)),
            taken: () => this.#changed(),
        });
        form.add(rules);
        for (const kind of ["input", "change"]) form.element.addEventListener(kind, () => this.#changed());
        follow(({ type, data }) => {
            if (data.contactPoint !== contactPoint.id || data.value !== platform.id) return;
            if (type === "clientSettings.changed") form.renew(portion);
            if (type === "availability.changed") form.renew(rules);
        }, { signal, missed: () => [portion, rules].forEach((one) => form.renew(one)) });

        const [first, others] = this.#parted();
        first.element.append(this.#status.element);
        this.#rest.append(...others.map((section) => section.element), element("section", { class: "card" },
            element("h2", null, "Availability"), rules.element));
        const content = element("div", { class: "client-settings" },
            element("div", { class: "client-main" }, this.#preview?.link,
                // Who may only read it can do nothing to it.
                element("fieldset", { class: "bare", disabled: !this.#mayChange }, first.element, this.#offNote, this.#rest),
                snippet),
            this.#preview?.element);
        this.#changed();
        if (given) return content;
        form.element.append(content);
        return form.element;
    }

    #section({ label, help, fields }) {
        const made = fields.map((declared) => makeField(declared, at(this.#document, declared.path)));
        this.#fields.push(...made);
        return {
            label, fields, element: element("section", { class: "card" },
                element("h2", null, label), help && element("p", { class: "help" }, help), made.map((field) => field.element)),
        };
    }

    /// The section of the master switch, and the others.
    #parted() {
        const isFirst = (section) => section.fields.some((field) => field.path === this.#form.masterSwitch);
        return [this.#sections.find(isFirst), this.#sections.filter((section) => !isFirst(section))];
    }

    /// The document as it would be, with what is not saved yet.
    get #wanted() {
        return this.#fields.reduce((document, field) => withValue(document, field.name, field.value), this.#document);
    }

    #changed() {
        const wanted = this.#wanted;
        const isOn = at(wanted, this.#form.masterSwitch) === true;
        this.#rest.inert = !isOn;
        this.#offNote.hidden = isOn;
        this.#preview?.show(wanted);
        this.#warnings.refresh();
    }

    /// What the gateway would say to be minded, if this were saved; `null` where it would refuse it.
    async #check() {
        const dirty = this.#fields.filter((field) => field.isDirty);
        const body = this.#changes(Object.fromEntries(dirty.map((field) => [field.name, field.value])));
        const { errors, warnings } = await api.post(`${this.#address}/check`, body, { signal: this.#given.signal });
        return errors.length > 0 ? null : warnings;
    }

    #changes(values) {
        const body = changes(this.#wanted, Object.keys(values));
        // A language that is left out would stay: it is taken back by name.
        for (const { path, kind } of this.#declared) {
            if (kind !== "wording" || !(path in values)) continue;
            const gone = Object.keys(at(this.#document, path) ?? {}).filter((language) => !(language in values[path]));
            for (const language of gone) body[path] = { ...body[path], [language]: null };
        }
        return body;
    }

    get #mayChange() { return mayDo("administrator") && !this.#given.contactPoint.archivedAt; }

    get #declared() { return this.#form.sections.flatMap((section) => section.fields); }

    #taken({ body, tag }) {
        this.#document = body.settings;
        this.#warnings.take(body.warnings);
        this.#status.look();
        const values = this.#declared.map(({ path, kind }) => [path, at(body.settings, path) ?? emptyOf(kind)]);
        return { tag, values: Object.fromEntries(values) };
    }

    /// What somebody has to agree to first.
    async #mayBegin(dirty) {
        for (const { path, label, help, caution } of this.#declared) {
            const field = dirty.find((one) => one.name === path);
            if (!field) continue;
            if (caution && at(this.#document, caution.until) !== true
                && !await agreed(`Save this for the first time: ${label.toLowerCase()}?`, caution.text, "Save")) return false;
            if (path === this.#form.masterSwitch && field.value === false
                && !await agreed("Switch it off?", help, "Switch it off")) return false;
        }
        return true;
    }
}

async function agreed(title, content, label) {
    return await ask({ title, content, actions: [{ label, kind: "primary" }] }) === 0;
}
