import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { mayDo } from "../frame/session.js";
import { follow } from "../frame/live.js";
import { askForm } from "../parts/form-dialog.js";
import { button } from "../parts/button.js";
import { choiceField, textField } from "../parts/fields.js";
import { onceAtATime } from "../parts/redraw.js";
import { PagedTable, pages } from "../parts/table.js";
import { time } from "../parts/time.js";
import { levelChoices, levelLabel } from "./levels.js";
import { roleLabels, rolesField } from "./role-choices.js";
import { nameOf, presenceBadge, showLink, userBadge } from "./user-parts.js";

/// Who may sign in, and who of them is there.
export async function show({ signal }) {
    const roles = (await api.get("/roles", { signal })).items;
    const presences = new Presences(signal);
    await presences.read();
    const list = new PagedTable({
        caption: "Users", read: pages("/users", { signal }),
        columns: [
            { label: "Name", isMain: true, cell: (user) => element("a", { href: `/panel/users/${user.id}` }, nameOf(user)) },
            { label: "E-mail address", cell: (user) => element("span", { class: "long" }, user.email ?? "") },
            { label: "Level", cell: (user) => levelLabel(user.level) },
            { label: "Roles", cell: (user) => roleLabels(roles, user.roles ?? []) },
            { label: "State", cell: userBadge },
            { label: "Second factor", cell: (user) => user.state === "erased" ? "" : user.hasSecondFactor ? "Yes" : "No" },
            { label: "Presence", cell: (user) => presences.cell(user.id) },
            { label: "Last signed in", cell: (user) => user.lastLogInAt ? time(user.lastLogInAt) : "Never" },
        ],
    });
    await list.load();
    const reread = onceAtATime(() => presences.read());
    follow((event) => { if (event.type === "agent.presenceChanged") reread(); }, { signal, missed: reread, opened: reread });
    return element("section", null,
        element("div", { class: "heading" }, element("h1", null, "Users"),
            mayDo("administrator") && button("Invite somebody", () => invite(roles), { kind: "primary" })),
        list.element);
}

async function invite(roles) {
    const fields = [
        textField({ name: "name", label: "Name", isRequired: true, maxlength: 100 }),
        textField({ name: "email", label: "E-mail address", type: "email", isRequired: true }),
        choiceField({ name: "level", label: "Level", choices: levelChoices }),
        rolesField(roles, { help: "They say what somebody may do at which contact point." }),
    ];
    const made = await askForm({
        title: "Invite somebody", fields, label: "Invite", act: (values) => api.post("/users", values),
    });
    if (!made) return;
    await showLink(made.invitation, made.name);
    await router.go(`/users/${made.id}`);
}

/// Who is there, kept up to date in the cells that show it.
class Presences {
    #agents = new Map();
    #cells = new Map();
    #signal;

    constructor(signal) { this.#signal = signal; }

    async read() {
        const agents = await api.all("/agents?limit=200", { signal: this.#signal });
        this.#agents = new Map(agents.map((agent) => [agent.id, agent]));
        for (const [id, cell] of this.#cells) this.#fill(cell, id);
    }

    cell(id) {
        const cell = element("span", { class: "row" });
        this.#cells.set(id, cell);
        this.#fill(cell, id);
        return cell;
    }

    #fill(cell, id) {
        const agent = this.#agents.get(id);
        cell.replaceChildren(...(agent ? [presenceBadge(agent.presence), element("span", null, `${agent.load} of ${agent.capacity}`)] : []));
    }
}
