import { element } from "../frame/element.js";
import { api, call, path } from "../frame/api.js";
import { connectionName } from "../parts/connection-name.js";
import { choiceField, numberField, textField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { AppFields } from "./app-form.js";
import { SettingsFields } from "./settings-fields.js";
import { capitalized, modeHelp, modeLabel, optOutChoices } from "./words.js";

/// Asks for a connection by hand: the address, and the app that it goes through. Gives the connection that was made.
export async function addConnection({ contactPoint, platform, apps, connections }) {
    const address = textField({
        name: "address", label: capitalized(platform.addressLabel), isRequired: true, spellcheck: "false",
        help: platform.servesClients ? "It stands in the address that customers' pages load it from." : null,
    });
    const app = apps.length === 0 ? null : choiceField({
        name: "app", label: "Through", help: "The account or app at the platform whose credentials it uses.",
        choices: [...apps.map(({ id, label }) => ({ value: id, label })), { value: "", label: "Another one, entered here" }],
    });
    const newApp = new AppFields(platform);
    const isNew = () => app === null || app.value === "";
    const showNew = () => { newApp.element.hidden = !isNew(); };
    app?.control.addEventListener("change", showNew);
    showNew();
    const choices = new ConnectionFields(platform, { connections });
    return askForm({
        title: `Add a ${platform.addressLabel} to ${contactPoint.label}`, label: "Add", isWide: true,
        content: element("div", null, address.element, app?.element, newApp.element, choices.element),
        fields: () => [address, ...(app ? [app] : []), ...(isNew() ? newApp.fields : []), ...choices.fields],
        act: async () => {
            const made = isNew() ? await api.post("/platform-apps", newApp.given()) : null;
            try {
                return await api.post(path`/contact-points/${contactPoint.id}/connections`, {
                    app: made?.id ?? app.value, address: address.value.trim(), ...choices.given(),
                });
            } catch (error) {
                // Both or none: with what is corrected the app is made anew.
                if (made) await api.delete(path`/platform-apps/${made.id}`).catch(() => {});
                throw error;
            }
        },
    });
}

/// Asks how a connection is to be from now on. Gives it as it is then, or `null` where nothing was changed.
export async function changeConnection({ connection: { id }, platform, connections }) {
    const { body: connection, tag } = await call("GET", path`/connections/${id}`);
    const choices = new ConnectionFields(platform, { connection, connections });
    return askForm({
        title: `Change ${connectionName(connection)}`, label: "Save", isWide: true, content: choices.element, fields: () => choices.fields,
        act: () => api.patch(path`/connections/${id}`, choices.given(), { tag }),
    });
}

/// What may be chosen about a connection, as far as its platform leaves a choice.
class ConnectionFields {
    #connection;
    #label;
    #mode = null;
    #target = null;
    #replies = null;
    #pace;
    #burst;
    #settings;

    /// - `connections`: of the contact point, on this platform: one of them may send in its place.
    constructor(platform, { connection = null, connections }) {
        this.#connection = connection;
        this.#label = textField({
            name: "label", label: "Name", value: connection?.label ?? "", maxlength: 100,
            help: `What your people call it, where the ${platform.addressLabel} itself says little.`,
        });
        const pacing = connection?.pacing ?? platform.pacing;
        if (platform.sendingModes.length > 1) this.#addSending(platform, connections);
        // Where no carrier answers, there is nobody but the gateway.
        if (platform.optOutReplies === "carrier") {
            this.#replies = choiceField({
                name: "optOutReplies", label: "Who answers STOP, START and HELP", choices: optOutChoices,
                help: "It must be as it is set at the provider: otherwise a customer gets two confirmations, or none.",
                value: connection?.optOutReplies ?? platform.optOutReplies,
            });
        }
        this.#pace = numberField({
            name: "pacing.unitsPerSecond", label: "Pace", unit: "a second", least: 0.001, most: 100000, step: "any",
            value: pacing.unitsPerSecond,
            help: "How much may leave in a second: messages, and of long texts each segment. What comes faster waits.",
        });
        this.#burst = numberField({
            name: "pacing.burst", label: "At once", unit: "after a pause", least: 1, most: 100000, value: pacing.burst ?? 1,
            help: "How much may leave at once where nothing left for a while.",
        });
        this.#settings = new SettingsFields(platform.connectionSettings, { values: connection?.settings ?? null });
        this.element = element("div", null, this.#label.element,
            this.#mode?.element, this.#target?.element, this.#replies?.element, this.#settings.element,
            element("div", { class: "beside" }, this.#pace.element, this.#burst.element));
    }

    get fields() {
        return [this.#label, this.#mode, this.#target, this.#replies, this.#pace, this.#burst, ...this.#settings.fields].filter(Boolean);
    }

    #addSending(platform, connections) {
        const sending = this.#connection?.sending ?? { mode: "standard" };
        const targets = connections.filter((one) => one.sending.mode === "standard" && one.id !== this.#connection?.id);
        this.#mode = choiceField({
            name: "sending.mode", label: "Type", value: sending.mode, help: modeHelp(sending.mode),
            choices: platform.sendingModes.map((mode) => ({ value: mode, label: modeLabel(mode) })),
        });
        this.#target = choiceField({
            name: "sending.divertsTo", label: "Answers leave from", value: sending.divertsTo ?? "",
            help: "A standard one of this contact point. Without one, whoever wrote to this address cannot be answered.",
            choices: [...targets.map((one) => ({ value: one.id, label: connectionName(one) })), { value: "", label: "Nothing yet" }],
        });
        if (sending.mode === "standard" && targets.length > 0) this.#target.reset(targets[0].id);
        const follow = () => {
            this.#mode.description.textContent = modeHelp(this.#mode.value);
            this.#target.element.hidden = this.#mode.value === "standard";
        };
        this.#mode.control.addEventListener("change", follow);
        follow();
    }

    /// What is to be sent: only what is another than it was.
    given() {
        const given = this.#label.isDirty ? { label: this.#label.value.trim() } : {};
        if (this.#mode && (this.#mode.isDirty || this.#target.isDirty)) {
            given.sending = { mode: this.#mode.value };
            if (this.#mode.value !== "standard" && this.#target.value !== "") given.sending.divertsTo = this.#target.value;
        }
        if (this.#replies?.isDirty) given.optOutReplies = this.#replies.value;
        if (this.#pace.isDirty || this.#burst.isDirty) {
            given.pacing = { unitsPerSecond: this.#pace.value ?? 0, burst: this.#burst.value ?? 1 };
        }
        const settings = this.#settings.given();
        if (Object.keys(settings).length > 0) given.settings = settings;
        return given;
    }
}
