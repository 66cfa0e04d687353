import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { router } from "../frame/router.js";
import { mayDo } from "../frame/session.js";
import { timersPortion } from "../contact-points/timers.js";
import { button } from "../parts/button.js";
import { Contents } from "../parts/contents.js";
import { Complaint, say } from "../parts/notice.js";
import { onceAtATime, redraw } from "../parts/redraw.js";
import { SettingsForm } from "../parts/settings-form.js";
import { Beginning } from "./beginning.js";
import { addConnection, changeConnection } from "./connection-form.js";
import { connectionTable } from "./connections.js";
import { lastRuns } from "./last-runs.js";

/// What the tab of a platform at a contact point shows, whichever platform it is: drawn from what its connector declares.
export async function platformTab({ contactPoint, platform, signal }) {
    const mayChange = mayDo("administrator") && !contactPoint.archivedAt;
    const form = new SettingsForm({ signal, title: platform.label, mayChange });
    form.element.classList.add("platform-tab");
    const complaint = new Complaint();
    const list = element("div");
    const actions = element("div", { class: "actions" });
    const clients = element("div");
    const rest = element("div");
    let hasSettings = false;
    let connections = [];
    let apps = null;

    async function read() {
        const [all, known] = await Promise.all([
            api.get(path`/contact-points/${contactPoint.id}/connections`, { signal }),
            mayDo("manager") ? api.get("/platform-apps", { signal }) : null,
        ]);
        connections = all.items.filter((one) => one.platform === platform.id);
        apps = known?.items.filter((one) => one.platform === platform.id) ?? null;
        const checklists = mayDo("manager") ? await lastRuns(connections, { signal }) : null;
        redraw(list, connectionTable({ platform, connections, apps, checklists, change: mayChange ? change : null }));
        if (mayChange) redraw(actions, ...offers());
        if (connections.length > 0 && !hasSettings) {
            hasSettings = true;
            await addSettings();
        }
    }

    async function change(connection) {
        if (await changeConnection({ connection, platform, connections })) {
            say("Saved.");
            await read();
        }
    }

    const beginning = new Beginning({
        contactPoint, platform, signal, apps: () => apps, made: read, closed: () => actions.querySelector("button")?.focus(),
    });

    function offers() {
        const most = platform.connectionsPerContactPoint;
        if (most && connections.length >= most) {
            return [element("p", { class: "faint" }, most === 1
                ? `A contact point has one ${platform.addressLabel} at most.` : `A contact point has ${most} of these at most.`)];
        }
        const first = connections.length === 0 ? `Configure ${platform.label}` : `Connect another ${platform.addressLabel}`;
        // What the gateway serves itself has nobody elsewhere to be connected with.
        const steps = !platform.servesClients
            && button(first, () => beginning.begin(), { kind: "primary", complaint, "data-key": "configure" });
        return [steps, button(platform.servesClients ? `Add a ${platform.addressLabel}` : "Enter it by hand", add,
            { complaint, kind: platform.servesClients ? "primary" : null, "data-key": "by-hand" })];
    }

    async function add() {
        const made = await addConnection({ contactPoint, platform, apps: apps ?? [], connections });
        if (!made) return;
        // What the platform still lacks is told at once; one that does not answer is not waited for.
        await api.post(path`/connections/${made.id}/checklist/run`, undefined, { signal: AbortSignal.timeout(10_000) }).catch(() => {});
        if (platform.clientForm) await read();
        else await router.go(path`/connections/${made.id}`);
    }

    /// What can be saved here, once there is something that it is for.
    async function addSettings() {
        const { element: card, portion } = await timersPortion({
            path: path`/contact-points/${contactPoint.id}/platforms/${platform.id}/timers`, signal, title: "Platform timers",
        });
        form.add(portion);
        rest.append(card);
        if (platform.clientForm) {
            const { clientSettings } = await import("../clients/settings.js");
            clients.append(await clientSettings({ contactPoint, platform, connection: connections[0], signal, form }));
            new Contents({ label: "Sections of this page", bar: form.bar, page, signal });
        }
        showSave(true);
    }

    function showSave(isShown) {
        const actions = form.bar.querySelector(".save-actions");
        if (actions) actions.hidden = !isShown;
    }

    showSave(false);
    const page = element("div", null, element("div", null,
        clients, element("section", { class: "card", "aria-labelledby": "connections" },
            element("h2", { id: "connections" }, "Connections"), list, complaint.element, actions),
        beginning.element, rest));
    form.element.append(page);
    await read();
    beginning.resume();
    const changed = onceAtATime(read);
    follow((event) => {
        if (event.type.startsWith("connection.") && event.data?.contactPoint === contactPoint.id) changed();
    }, { signal, missed: changed, opened: changed });
    return form.element;
}
