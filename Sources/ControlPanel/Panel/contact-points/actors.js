import { api } from "../frame/api.js";
import { mayDo } from "../frame/session.js";

/// What those are called who did something: users, and for who may see them, keys. By their ids.
export async function namesOfActors(signal) {
    const [users, keys] = await Promise.all([
        api.all("/users", { signal }), mayDo("administrator") ? api.all("/api-keys", { signal }) : [],
    ]);
    return new Map([
        ...users.map((user) => [user.id, user.name || user.email || user.id]),
        ...keys.map((key) => [key.id, `key “${key.label}”`]),
    ]);
}
