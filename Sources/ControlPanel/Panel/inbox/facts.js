import { api, path } from "../frame/api.js";
import { me } from "../frame/session.js";

/// What the inbox and its neighbours need to know of the house: contact points, platforms, people, connections, and what
/// somebody may do where. Each is asked for once while the page is open.
const asked = new Map();

function once(name, ask) {
    if (!asked.has(name)) {
        const answer = ask();
        asked.set(name, answer);
        // What could not be had is asked for again the next time.
        answer.catch(() => asked.delete(name));
    }
    return asked.get(name);
}

/// The contact points that are not archived.
export async function contactPoints() {
    return (await once("contact-points", () => api.get("/contact-points"))).items.filter((point) => !point.archivedAt);
}

/// As people call it; an id where it is archived and gone.
export async function contactPointLabels() {
    const { items } = await once("contact-points", () => api.get("/contact-points"));
    return new Map(items.map((point) => [point.id, point.label]));
}

/// What connectors declare, by their ids.
export async function platforms() {
    const { items } = await once("platforms", () => api.get("/platforms"));
    return new Map(items.map((platform) => [platform.id, platform]));
}

export function connectionsOf(contactPoint) {
    return once(`connections/${contactPoint}`, async () => (await api.get(path`/contact-points/${contactPoint}/connections`)).items);
}

/// Forgotten when a connection has changed, so that it is asked for anew; without a contact point, all of them.
export function forgetConnections(contactPoint = "") {
    for (const name of asked.keys()) {
        if (contactPoint ? name === `connections/${contactPoint}` : name.startsWith("connections/")) asked.delete(name);
    }
}

/// What the one who is signed in may do at a contact point: `{read, answer, startConversation, sendNotification}`.
export function rightsAt(contactPoint) {
    return once(`rights/${contactPoint}`, async () => {
        const [inside, outbound] = await Promise.all([
            api.get(path`/contact-points/${contactPoint}/conversation-roles`),
            api.get(path`/contact-points/${contactPoint}/outbound-roles`),
        ]);
        const lists = { ...inside, ...outbound };
        return Object.fromEntries(Object.entries(lists).map(([right, roles]) => [right, roles.some((role) => me.roles.includes(role))]));
    });
}

/// Contact points at which a right is held.
export async function contactPointsWith(right) {
    const points = await contactPoints();
    const rights = await Promise.all(points.map((point) => rightsAt(point.id)));
    return points.filter((_, place) => rights[place][right]);
}

/// The names of people, by their ids.
export async function people() {
    const users = await once("people", () => api.all("/users"));
    return new Map(users.map((user) => [user.id, user.name || "Somebody who has left"]));
}

/// How a person or a key is called in a sentence.
export function nameOf(id, names) {
    if (id === me?.id) return me.name || "You";
    return names.get(id) ?? (id.startsWith("usr_") ? "A colleague" : "A program");
}
