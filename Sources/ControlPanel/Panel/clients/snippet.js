import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { copyable } from "../parts/copy.js";

/// What stands in a customer's page for the client to be there.
export async function snippetCard({ platform, connection, signal }) {
    const address = await publicAddress(signal) + path`/clients/${platform.id}/${connection.address}`;
    return element("section", { class: "card" },
        element("h2", null, "On your page"),
        element("p", null, "What is switched on here is on no page yet. Put this line anywhere into each page that is to have "
            + "it, once: what is changed here later is followed by itself."),
        copyable(platform.clientForm.snippet.replaceAll("{clients}", address)));
}

/// The address by which the gateway is known outside. Webhook addresses begin with it; where one cannot see any, it is the
/// one that this page came from.
async function publicAddress(signal) {
    if (mayDo("manager")) {
        const apps = await api.get("/platform-apps", { signal });
        const hook = apps.items.flatMap((app) => app.webhooks)[0]?.url;
        if (hook) return new URL(hook).origin;
    }
    return location.origin;
}
