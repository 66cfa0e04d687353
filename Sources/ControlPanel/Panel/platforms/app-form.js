import { element } from "../frame/element.js";
import { api, call, path } from "../frame/api.js";
import { choiceField, textField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { SettingsFields } from "./settings-fields.js";

/// What is asked of an app of a platform: what it is called here, and the credentials that the platform has given.
export class AppFields {
    #platform;
    #app;
    #label;
    #settings;

    constructor(platform, { app = null } = {}) {
        this.#platform = platform;
        this.#app = app;
        this.#label = textField({
            name: "label", label: "Name", help: "What it is called here.", value: app?.label ?? platform.label, isRequired: true,
            maxlength: 100,
        });
        this.#settings = new SettingsFields(platform.appSettings, { values: app?.settings ?? null });
        this.element = element("div", null, this.#label.element, this.#settings.element);
    }

    get fields() { return [this.#label, ...this.#settings.fields]; }

    /// A new one as `POST /v1/platform-apps` takes it, or what is to be changed.
    given() {
        const settings = this.#settings.given();
        if (!this.#app) return { platform: this.#platform.id, label: this.#label.value.trim(), settings };
        return { label: this.#label.value.trim(), settings };
    }
}

/// Asks for a new app of any platform.
export function addApp(platforms) {
    const choice = choiceField({
        name: "platform", label: "Platform", choices: platforms.map(({ id, label }) => ({ value: id, label })),
    });
    const place = element("div");
    let fields = null;
    const draw = () => {
        fields = new AppFields(platforms.find((platform) => platform.id === choice.value));
        place.replaceChildren(fields.element);
    };
    choice.control.addEventListener("change", draw);
    draw();
    return askForm({
        title: "Add an app of a platform", label: "Add", isWide: true, content: element("div", null, choice.element, place),
        fields: () => [choice, ...fields.fields], act: () => api.post("/platform-apps", fields.given()),
    });
}

export async function changeApp({ id }, platform) {
    const { body: app, tag } = await call("GET", path`/platform-apps/${id}`);
    const fields = new AppFields(platform, { app });
    return askForm({
        title: `Change ${app.label}`, label: "Save", isWide: true,
        content: element("div", null,
            element("p", { class: "help" }, "A secret that is replaced still counts on incoming calls for 24 hours. Connections that "
                + "need to be reconnected are tried again with what is entered here."),
            fields.element),
        fields: fields.fields, act: () => api.patch(path`/platform-apps/${id}`, fields.given(), { tag }),
    });
}
