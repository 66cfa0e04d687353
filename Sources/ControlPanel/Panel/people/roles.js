import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { askForm } from "../parts/form-dialog.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { textField } from "../parts/fields.js";
import { say } from "../parts/notice.js";
import { PagedTable } from "../parts/table.js";
import { nameOf } from "./user-parts.js";

const everyone = "everyone";

/// Roles join people and keys to what contact points allow. They are never erased, for logs and lists name them.
export async function show({ signal }) {
    const holders = await readHolders(signal);
    const list = new PagedTable({
        caption: "Roles", read: () => api.get("/roles", { signal }),
        columns: [
            { label: "Role", isMain: true, cell: (role) => role.label },
            { label: "Id", cell: (role) => element("code", null, role.id) },
            { label: "State", cell: (role) => role.disabled ? badge("Disabled", "bad") : badge("Enabled", "good") },
            { label: "Held by", cell: (role) => heldBy(role, holders) },
            { label: "Actions", cell: (role) => element("div", { class: "row" },
                button("Rename…", () => rename(role, list), { "aria-label": `Rename ${role.label}…` }),
                role.id !== everyone && toggle(role, list)) },
        ],
    });
    await list.load();
    return element("section", null,
        element("div", { class: "heading" },
            element("h1", null, "Roles"), button("New role", () => make(list), { kind: "primary" })),
        element("p", { class: "about" }, "Each contact point lists the roles that may read and answer its conversations, start one, "
            + "and send notifications. Roles are given to users and to API keys."),
        list.element);
}

/// Who holds which role: `Map` from the role's id to `[{label, address}]`.
async function readHolders(signal) {
    const [users, keys] = await Promise.all([api.all("/users?limit=200", { signal }), api.get("/api-keys", { signal })]);
    const holders = new Map();
    const add = (roles, holder) => { for (const role of roles) holders.set(role, [...(holders.get(role) ?? []), holder]); };
    for (const user of users) if (user.state === "active") add(user.roles ?? [], { label: nameOf(user), address: `/users/${user.id}` });
    for (const key of keys.items) if (!key.revokedAt && !key.user) add(key.roles, { label: `Key: ${key.label}`, address: "/api-keys" });
    return holders;
}

function heldBy(role, holders) {
    if (role.id === everyone) return "Every active user";
    const own = holders.get(role.id) ?? [];
    if (own.length === 0) return element("span", { class: "faint" }, "Nobody");
    return element("ul", { role: "list", class: "comma" }, own.map((one) =>
        element("li", null, element("a", { href: `/panel${one.address}` }, one.label))));
}

async function make(list) {
    const made = await askForm({
        title: "New role", label: "Make it", fields: [
            textField({ name: "label", label: "Name", isRequired: true, maxlength: 100 }),
            textField({
                name: "id", label: "Id", empty: null, spellcheck: "false", maxlength: 63,
                help: "It never changes. Made from the name if you give none.",
            }),
        ],
        act: ({ label, id }) => api.post("/roles", id === null ? { label } : { label, id }),
    });
    if (made) await list.load();
    return made ? `The role ${made.label} is there. Give it to users and keys, and put it on the lists of contact points.` : undefined;
}

async function rename(role, list) {
    const changed = await askForm({
        title: `Rename ${role.label}`, label: "Rename",
        fields: [textField({ name: "label", label: "Name", value: role.label, isRequired: true, maxlength: 100 })],
        act: (values) => api.patch(path`/roles/${role.id}`, values),
    });
    if (changed) await list.load();
}

function toggle(role, list) {
    const address = path`/roles/${role.id}`;
    if (role.disabled) {
        return button("Enable", async () => {
            await api.patch(address, { disabled: false });
            await list.load();
            return `${role.label} is enabled.`;
        }, { "aria-label": `Enable ${role.label}` });
    }
    return button("Disable…", async () => {
        const isDone = await confirm(`Disable ${role.label}?`,
            "It grants nothing any more, from the next request on. Who holds it keeps it, and it can be enabled again.", "Disable",
            { kind: "danger", act: () => api.patch(address, { disabled: true }) });
        if (isDone) await list.load();
        if (isDone) say(`${role.label} is disabled.`);
    }, { kind: "danger", "aria-label": `Disable ${role.label}…` });
}
