import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { follow } from "../frame/live.js";
import { eventKinds } from "../frame/event-kinds.js";
import { connectionName } from "../parts/connection-name.js";
import { button } from "../parts/button.js";
import { choiceField, numberField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";
import { EventLog } from "./event-log.js";
import { showEvent } from "./event-details.js";

/// The log of everything that changed: what is new comes in at its top, what was before is read on demand.
export async function show({ query, signal }) {
    const points = (await api.get("/contact-points", { signal })).items;
    const type = choiceField({
        name: "type", label: "What happened", value: query.get("type") ?? "",
        choices: [{ value: "", label: "Everything" }, ...Object.entries(eventKinds).map(([value, label]) => ({ value, label }))],
    });
    const point = choiceField({
        name: "contactPoint", label: "Contact point", value: query.get("contactPoint") ?? "",
        choices: [{ value: "", label: "All" }, ...points.map((one) => ({ value: one.id, label: one.label }))],
    });
    const from = numberField({ name: "from", label: "From position", least: 0, value: query.get("from") });
    const filter = () => Object.fromEntries([type, point].filter((field) => field.value).map((field) => [field.name, field.value]));
    const screen = new Screen(new EventLog(filter, signal), points);

    async function choose() {
        const chosen = new URLSearchParams(filter());
        if (from.value !== null) chosen.set("from", from.value);
        router.note(`/events${chosen.size > 0 ? `?${chosen}` : ""}`);
        await screen.read(from.value);
    }

    for (const field of [type, point]) field.element.addEventListener("change", choose);
    const form = element("form", { class: "filters" },
        type.element, point.element, from.element,
        element("div", { class: "actions" },
            element("button", { type: "submit" }, "Read from there"),
            button("Newest", async () => { from.value = null; await choose(); }, { kind: "quiet" })));
    form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });

    await screen.read(from.value);
    follow((event) => screen.hear(event, filter()), { signal, missed: () => screen.missed() });
    return element("section", null,
        element("h1", null, "Events"),
        element("p", { class: "about" }, "Everything that changed, as your own systems hear of it. Events of contact points whose "
            + "conversations you may not read are not shown."),
        form, screen.element);
}

/// What is read of the log: newest first, and live; or from a position on, in order.
class Screen {
    #log;
    #table = null;
    #isLive = true;
    #newest = 0;
    #state = element("p", { class: "faint", role: "status" });
    #complaint = new Complaint();
    #list = element("div");
    #columns;

    constructor(log, points) {
        this.#log = log;
        const label = (id) => points.find((one) => one.id === id)?.label ?? id;
        this.#columns = [
            { label: "Time", cell: (event) => time(event.timestamp) },
            { label: "What happened", isMain: true, cell: (event) => opener(event) },
            { label: "Contact point", cell: (event) => event.data.contactPoint && label(event.data.contactPoint) },
            { label: "About", cell: about },
            { label: "Value", cell: (event) => event.data.value && element("code", null, event.data.value) },
            { label: "Position", isNumber: true, cell: (event) => String(event.position) },
        ];
        this.element = element("div", null, this.#complaint.element, this.#state, this.#list);
    }

    async read(position) {
        this.#complaint.clear();
        try {
            if (position === null) await this.#readNewest();
            else await this.#readFrom(position);
        } catch (error) {
            this.#hearEarly();
            this.#complaint.show(error);
        }
    }

    async #readNewest() {
        this.#newest = 0;
        await this.#load(async (cursor) => {
            const page = await this.#log.before(cursor ?? null);
            this.#newest = Math.max(this.#newest, page.items[0]?.position ?? 0);
            return page;
        });
        this.#isLive = true;
        this.#hearEarly();
        this.#state.textContent = "Live: what happens now appears at the top.";
    }

    async #readFrom(position) {
        await this.#load(async (cursor) => {
            const page = await this.#log.after(cursor ?? position);
            return { items: page.items, next: page.isEnd ? null : page.next };
        });
        this.#isLive = false;
        this.#hearEarly();
        this.#state.textContent = `In order, after position ${position}. “Newest” goes back to what happens now.`;
    }

    #early = null;

    async #load(read) {
        const table = new PagedTable({
            caption: "Events", columns: this.#columns, read,
            empty: "Nothing like this so far. It appears here as soon as it happens.",
        });
        this.#early = [];
        await table.load();
        this.#table = table;
        this.#list.replaceChildren(table.element);
    }

    hear(event, chosen) {
        // While the list is read anew, what is heard waits: it belongs to the new one.
        if (this.#early) return this.#early.push([event, chosen]);
        const { type, contactPoint } = chosen;
        if (!this.#isLive || !event.position || event.position <= this.#newest) return;
        this.#newest = event.position;
        if ((type && event.type !== type) || (contactPoint && event.data.contactPoint !== contactPoint)) return;
        this.#table.addFirst(event);
    }

    #hearEarly() {
        const early = this.#early ?? [];
        this.#early = null;
        for (const [event, chosen] of early) this.hear(event, chosen);
    }

    missed() { if (this.#isLive) this.read(null); }
}

function opener(event) {
    return element("span", null,
        element("button", { type: "button", class: "link", onclick: () => showEvent(event) }, eventKinds[event.type] ?? event.type),
        element("code", { class: "kind" }, event.type));
}

/// Whom or what it is about, in a word, with the way there.
function about(event) {
    const { conversation, connection } = event.data;
    if (conversation) {
        return element("a", { href: `/panel/inbox/${conversation.id}` }, conversation.customerName ?? conversation.customer);
    }
    return connection ? element("a", { href: `/panel/connections/${connection.id}` }, connectionName(connection)) : "";
}
