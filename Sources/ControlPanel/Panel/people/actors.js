import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { nameOf } from "./user-parts.js";

/// Who and what may have done something: users, and for who may see them, keys. Logs and lists name them by their ids.
export class Actors {
    #users;
    #keys;

    static async read(signal) {
        const actors = new Actors();
        const [users, keys] = await Promise.all([
            api.all("/users?limit=200", { signal }), mayDo("administrator") ? api.all("/api-keys", { signal }) : [],
        ]);
        actors.#users = new Map(users.map((user) => [user.id, nameOf(user)]));
        actors.#keys = new Map(keys.map((key) => [key.id, key.label]));
        return actors;
    }

    /// By name where there is one, for a sentence.
    name(id) { return this.#users.get(id) ?? (this.#keys.has(id) ? `key “${this.#keys.get(id)}”` : id); }

    /// The same by itself, with the way to whoever it is.
    link(id) {
        if (this.#users.has(id)) return element("a", { href: `/panel/users/${id}` }, this.#users.get(id));
        return this.#keys.has(id) ? `Key: ${this.#keys.get(id)}` : id;
    }

    /// For a choice; with the one that is chosen, whoever it is.
    choices(chosen) {
        const all = [
            ...[...this.#users].map(([value, label]) => ({ value, label })),
            ...[...this.#keys].map(([value, label]) => ({ value, label: `Key: ${label}` })),
            ...["gateway", "command line", "anybody"].map((value) => ({ value, label: value[0].toUpperCase() + value.slice(1) })),
        ];
        if (chosen && !all.some((one) => one.value === chosen)) all.push({ value: chosen, label: chosen });
        return all;
    }

    /// What something was done to, `user/usr_…` or `contact-point/sales`: with the way to its screen, where it has one.
    subject(text) {
        const [kind, id] = text.split("/");
        const screen = { "contact-point": "contact-points", connection: "connections", subscriber: "subscribers" }[kind];
        if (kind === "user" && this.#users.has(id)) return ["user ", this.link(id)];
        if (kind === "api-key" && this.#keys.has(id)) return `key ${this.#keys.get(id)}`;
        return element(screen && id ? "a" : "code", screen && id ? { href: `/panel/${screen}/${id}`, class: "long" } : null, text);
    }
}
