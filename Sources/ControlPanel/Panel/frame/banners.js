import { element } from "./element.js";
import { api } from "./api.js";
import { mayDo } from "./session.js";
import { follow } from "./live.js";
import { connectionName } from "../parts/connection-name.js";
import { onceAtATime } from "../parts/redraw.js";

/// What needs somebody's attention, on every screen: connections that need a reconnect.
export class Banners {
    element = element("div", { class: "banners", role: "status" });
    #places = new Map();

    async start() {
        if (!mayDo("manager")) return;
        // One after the other: an older answer must not come after a newer one.
        const read = onceAtATime(() => this.#read());
        read();
        follow((event) => { if (event.type.startsWith("connection.")) read(); }, { missed: read, opened: read });
    }

    async #read() {
        try {
            const points = (await api.get("/contact-points")).items.filter((point) => !point.archivedAt);
            const lists = await Promise.all(points.map((point) => api.get(`/contact-points/${point.id}/connections`)));
            const broken = lists.flatMap((list, place) =>
                list.items.filter((one) => one.state !== "connected").map((one) => ({ ...one, point: points[place].label })));
            this.element.replaceChildren(...broken.map(banner));
        } catch (problem) {
            if (problem.status !== 401) console.warn("banners cannot be read", problem.message);
        }
    }
}

function banner(connection) {
    return element("p", { class: "banner warning" },
        element("strong", null, `${connection.point}: ${connectionName(connection)} needs to be reconnected. `),
        connection.stateReason ? `${connection.stateReason} ` : null,
        element("a", { href: `/panel/connections/${connection.id}` }, "See what to do"));
}
