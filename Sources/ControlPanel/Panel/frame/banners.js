import { element } from "./element.js";
import { api } from "./api.js";
import { mayDo } from "./session.js";
import { follow } from "./live.js";
import { connectionName } from "../parts/connection-name.js";
import { onceAtATime } from "../parts/redraw.js";

/// What needs somebody's attention, on every screen: connections that need a reconnect.
export class Banners {
    element = element("div", { class: "banners", role: "status" });

    async start() {
        if (!mayDo("manager")) return;
        // One after the other: an older answer must not come after a newer one.
        const read = onceAtATime(() => this.#read());
        read();
        follow((event) => { if (event.type.startsWith("connection.")) read(); }, { missed: read });
    }

    async #read() {
        try {
            const broken = await api.all("/connections?state=needsReconnect&limit=200");
            const points = broken.length > 0 ? (await api.get("/contact-points")).items : [];
            const inUse = new Map(points.filter((point) => !point.archivedAt).map((point) => [point.id, point.label]));
            this.element.replaceChildren(...broken.filter((one) => inUse.has(one.contactPoint))
                .map((one) => banner(one, inUse.get(one.contactPoint))));
        } catch (problem) {
            if (problem.status !== 401) console.warn("banners cannot be read", problem.message);
        }
    }
}

function banner(connection, contactPoint) {
    return element("p", { class: "banner warning" },
        element("strong", null, `${contactPoint}: ${connectionName(connection)} needs to be reconnected. `),
        connection.stateReason ? `${connection.stateReason} ` : null,
        element("a", { href: `/panel/connections/${connection.id}` }, "See what to do"));
}
