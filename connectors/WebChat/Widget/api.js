/// The gateway's no to a call. `status` is 0 where it did not answer.
export class Refusal extends Error {
    constructor(status, problem = {}, retryAfter = 0) {
        super(problem.detail || problem.title || `status ${status}`);
        this.status = status;
        this.type = String(problem.type ?? "").split(":").pop();
        this.detail = problem.detail || null;
        this.errors = problem.errors ?? [];
        this.retryAfter = retryAfter;
    }

    /// Whether the same call may be answered otherwise later.
    get isPassing() {
        return [0, 401, 408, 429].includes(this.status) || this.status >= 500;
    }
}

/// The calls of the gateway, with the visitor's ticket. A ticket that has run out is renewed, and the call made again.
export class API {
    /// Renews the ticket that was refused.
    renew = async (_ticket) => {};
    /// The site may not have the chat, or no longer.
    forbidden = (_refusal) => {};

    constructor(base, store) {
        this.base = base;
        this.store = store;
    }

    get(path, options) { return this.call("GET", path, undefined, options); }
    post(path, body, options) { return this.call("POST", path, body, options); }

    async call(method, path, body, options) {
        const answer = await this.fetch(method, path, body, options);
        const text = await answer.text().catch(() => { throw new Refusal(0); });
        return text ? JSON.parse(text) : null;
    }

    /// - Parameter options: `isOpen` leaves the ticket away; `signal` gives up; `headers` are further ones.
    async fetch(method, path, body, options = {}) {
        const ticket = options.isOpen ? null : this.store.get("ticket")?.ticket;
        const answer = await this.#answer(method, path, body, ticket, options);
        if (answer.ok) return answer;
        const refusal = await this.refusal(answer);
        if (refusal.type === "site-not-allowed") this.forbidden(refusal);
        if (refusal.status !== 401 || options.isOpen || options.isAgain) throw refusal;
        await this.renew(ticket);
        return this.fetch(method, path, body, { ...options, isAgain: true });
    }

    async refusal(answer) {
        const problem = await answer.json().catch(() => ({}));
        return new Refusal(answer.status, problem, Number(answer.headers.get("Retry-After")) || 0);
    }

    /// A call that hangs is given up after half a minute, but not one whose caller watches it.
    async #answer(method, path, body, ticket, { signal, headers = {} }) {
        const limit = signal ? null : new AbortController();
        const timer = limit && setTimeout(() => limit.abort(), 30_000);
        try {
            return await fetch(new URL(path, this.base), {
                method,
                headers: {
                    ...(ticket ? { Authorization: `Bearer ${ticket}` } : {}),
                    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
                    ...headers,
                },
                body: body === undefined ? undefined : JSON.stringify(body),
                cache: "no-store",
                credentials: "omit",
                signal: signal ?? limit.signal,
            });
        } catch {
            throw new Refusal(0);
        } finally {
            clearTimeout(timer);
        }
    }
}
