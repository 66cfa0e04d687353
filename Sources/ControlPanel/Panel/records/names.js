import { element } from "../frame/element.js";
import { api } from "../frame/api.js";

/// Who and what the ids of the audit log stand for.
export class Names {
    #users;
    #keys;

    static async read(signal) {
        const names = new Names();
        const [users, keys] = await Promise.all([api.all("/users?limit=200", { signal }), api.get("/api-keys", { signal })]);
        names.#users = new Map(users.map((user) => [user.id, user.name || "Erased user"]));
        names.#keys = new Map(keys.items.map((key) => [key.id, key.label]));
        return names;
    }

    /// Who may have done something, for a choice; with the one that is chosen, whoever it is.
    actors(chosen) {
        const all = [
            ...[...this.#users].map(([value, label]) => ({ value, label })),
            ...[...this.#keys].map(([value, label]) => ({ value, label: `Key: ${label}` })),
            ...["gateway", "command line", "anybody"].map((value) => ({ value, label: value[0].toUpperCase() + value.slice(1) })),
        ];
        if (chosen && !all.some((one) => one.value === chosen)) all.push({ value: chosen, label: chosen });
        return all;
    }

    /// Somebody, by name where there is one.
    of(id) {
        if (this.#users.has(id)) return element("a", { href: `/panel/users/${id}` }, this.#users.get(id));
        return this.#keys.has(id) ? `Key: ${this.#keys.get(id)}` : id;
    }

    /// `user/usr_…`, `contact-point/sales`: with the way to its screen, where it has one.
    subject(text) {
        const [kind, id] = text.split("/");
        const screen = { "contact-point": "contact-points", connection: "connections", subscriber: "subscribers" }[kind];
        if (kind === "user" && this.#users.has(id)) return ["user ", this.of(id)];
        if (kind === "api-key" && this.#keys.has(id)) return `key ${this.#keys.get(id)}`;
        return element(screen && id ? "a" : "code", screen && id ? { href: `/panel/${screen}/${id}`, class: "long" } : null, text);
    }
}
