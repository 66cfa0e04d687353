import { api } from "./api.js";

const ranks = ["agent", "manager", "administrator"];

/// Who is signed in: `{id, name, level, roles, email, secondFactor}`, or `null`.
export let me = null;

/// Asks the gateway who is signed in in this browser.
export async function recall() {
    try {
        const session = await api.get("/session");
        me = session.me ?? await api.get("/me");
    } catch (problem) {
        if (problem.status !== 401 && problem.status !== 403) throw problem;
        me = null;
    }
    return me;
}

/// Takes over what a log-in has answered.
export function enter(session) { me = session.me; }

export async function leave() {
    await api.delete("/session").catch(() => {});
    me = null;
}

/// Whether there is any use in offering what takes this level. The server decides all the same.
export function mayDo(level) { return me !== null && ranks.indexOf(me.level) >= ranks.indexOf(level); }

/// Whether everything but the second factor's set-up is refused, for one is required and there is none.
export function isKeptOut() { return me?.secondFactor?.isRequired === true && !me.secondFactor.isActive; }
