import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { copyable } from "../parts/copy.js";
import { confirm } from "../parts/dialog.js";
import { facts } from "../parts/facts.js";
import { redraw } from "../parts/redraw.js";
import { addApp, changeApp } from "./app-form.js";

const purposes = { events: "Messages and events", deliveryReports: "Delivery reports" };

/// The accounts and apps that platforms have given us: their settings, and the addresses that the platforms call.
///
/// - `connections()`: gives those there are now, so that it is known which are in use.
export async function platformApps({ platforms, connections, signal }) {
    const list = element("div", { class: "apps" });
    const mayChange = mayDo("administrator");

    async function read() {
        const { items } = await api.get("/platform-apps", { signal });
        redraw(list, items.length > 0
            ? items.map((app) => card(app, platforms.find((platform) => platform.id === app.platform)))
            : element("p", { class: "empty" }, "There is none yet. Connecting a platform at a contact point makes one."));
    }

    function card(app, platform) {
        const uses = connections().filter((connection) => connection.app === app.id).length;
        return element("section", { class: "card app" },
            element("div", { class: "heading" },
                element("h3", null, app.label, " ", element("span", { class: "faint" }, platform?.label ?? app.platform)),
                mayChange && element("div", { class: "row" },
                    button("Change", async () => { if (platform && await changeApp(app, platform)) await read(); },
                        { "data-key": `change-${app.id}`, "aria-label": `Change ${app.label}` }),
                    uses === 0 && button("Remove", async () => { if (await remove(app)) await read(); },
                        { kind: "danger", "aria-label": `Remove ${app.label}` }))),
            element("p", { class: "faint" }, uses === 0 ? "Nothing is connected through it."
                : uses === 1 ? "One connection goes through it." : `${uses} connections go through it.`),
            appSettings(app, platform),
            webhooks(app));
    }

    await read();
    const add = mayChange && button("Add an app", async () => { if (await addApp(platforms)) await read(); });
    return {
        element: element("section", { "aria-labelledby": "apps" },
            element("div", { class: "heading" }, element("h2", { id: "apps" }, "Apps of platforms"), add),
            element("p", { class: "faint" }, "The accounts that platforms have given you, with their credentials. Secrets are "
                + "never shown again."),
            list),
        read,
    };
}

function remove(app) {
    return confirm(`Remove ${app.label}?`, "Its credentials are erased, and its webhook addresses count no more.", "Remove", {
        kind: "danger", act: () => api.delete(path`/platform-apps/${app.id}`),
    });
}

/// What is set and no secret, under the names that the connector has for it.
export function appSettings(app, platform) {
    const entries = Object.entries(app.settings);
    return entries.length > 0 && facts(entries.map(([key, value]) =>
        [platform?.appSettings.find((field) => field.key === key)?.label ?? key, value]));
}

/// The addresses that the platform is to call.
export function webhooks(app) {
    return app.webhooks.length > 0 && element("details", null,
        element("summary", null, "Webhook addresses, to be entered at the platform"),
        app.webhooks.map((webhook) => element("div", { class: "webhook" },
            element("p", { class: "label" }, `${purposes[webhook.purpose] ?? webhook.purpose} (${webhook.method})`),
            copyable(webhook.url))));
}
