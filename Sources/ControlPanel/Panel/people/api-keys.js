import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { askForm } from "../parts/form-dialog.js";
import { switchField } from "../parts/fields.js";
import { say } from "../parts/notice.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";
import { levelLabel } from "./levels.js";
import { makeKey } from "./new-key.js";
import { roleLabels, rolesField } from "./role-choices.js";
import { askCap } from "./sending-cap.js";
import { nameOf } from "./user-parts.js";

/// Keys that programs call the API with: one for each system, so that the audit log tells them apart.
export async function show({ signal }) {
    const [roles, users] = await Promise.all([
        api.get("/roles", { signal }).then((page) => page.items), api.all("/users?limit=200", { signal }),
    ]);
    const userOf = (key) => users.find((user) => user.id === key.user) ?? {};
    const revoked = switchField({ name: "revoked", label: "Show revoked and expired keys" });
    const list = new PagedTable({
        caption: "API keys", empty: "There is no key. Programs need one to call the API.",
        read: async () => {
            const all = (await api.get("/api-keys", { signal })).items;
            return { items: all.filter((key) => revoked.value || isGood(key)) };
        },
        columns: [
            { label: "Name", isMain: true, cell: (key) => key.label },
            { label: "State", cell: stateOf },
            { label: "Level", cell: (key) => levelLabel(key.level) },
            { label: "Roles", cell: (key) => key.user
                ? ["those of ", element("a", { href: `/panel/users/${key.user}` }, nameOf(userOf(key)))]
                : roleLabels(roles, key.roles) || element("span", { class: "faint" }, "None: it may not read conversations or send") },
            { label: "Last used", cell: (key) => key.lastUsedAt ? time(key.lastUsedAt) : "Never" },
            { label: "Expires", cell: (key) => key.expiresAt ? time(key.expiresAt) : "Never" },
            { label: "Actions", cell: (key) => isGood(key) && actions(key, roles, list) || "" },
        ],
    });
    await list.load();
    revoked.element.addEventListener("change", () => list.load());
    return element("section", null,
        element("div", { class: "heading" }, element("h1", null, "API keys"),
            button("New key", async () => { if (await makeKey(roles, users)) await list.load(); }, { kind: "primary" })),
        revoked.element, list.element);
}

function isGood(key) { return !key.revokedAt && !(key.expiresAt && new Date(key.expiresAt) <= new Date()); }

function stateOf(key) {
    if (key.revokedAt) return [badge("Revoked", "bad"), " ", time(key.revokedAt)];
    return isGood(key) ? badge("Good", "good") : badge("Expired", "minded");
}

function actions(key, roles, list) {
    return element("div", { class: "row" },
        !key.user && button("Roles…", async () => {
            const changed = await askForm({
                title: `Roles of ${key.label}`, label: "Save", fields: [rolesField(roles, { value: key.roles })],
                act: (values) => api.patch(path`/api-keys/${key.id}`, values),
            });
            if (changed) await list.load();
        }, { "aria-label": `Roles of ${key.label}…` }),
        button("Sending cap…", () => askCap(path`/api-keys/${key.id}/sending-cap`, key), {
            "aria-label": `Sending cap of ${key.label}…`,
        }),
        button("Revoke…", async () => {
            const isDone = await confirm(`Revoke ${key.label}?`,
                "The next request with it is refused. It cannot be brought back: a system that still needs one gets another.", "Revoke",
                { kind: "danger", act: () => api.delete(path`/api-keys/${key.id}`) });
            if (!isDone) return;
            await list.load();
            say(`${key.label} is revoked.`);
        }, { kind: "danger", "aria-label": `Revoke ${key.label}…` }));
}
