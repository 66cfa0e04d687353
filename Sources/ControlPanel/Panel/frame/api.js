/// What the gateway refused: a problem document (RFC 9457), or that it could not be reached.
export class Problem extends Error {
    constructor(status, document) {
        super(document.detail ?? document.title ?? "The gateway cannot be reached.");
        this.status = status;
        /// The last word of the type: `stop-list`.
        this.code = (document.type ?? "").split(":").pop();
        /// `[{field, reason}]`
        this.fields = document.errors ?? [];
        this.document = document;
    }
}

let whenSignedOut = () => {};

/// Called when a request shows that the session is over.
export function onSignedOut(act) { whenSignedOut = act; }

let ahead = 0;

/// The time by the gateway's clock, to the second: the one of this computer may be wrong.
export function gatewayTime() { return Date.now() + ahead; }

/// A request of the public API. Everything the panel does, it does by this.
///
/// - `body`: becomes JSON; a `File` or `Blob` goes as it is.
/// - `tag`: of the document that is changed; the change is refused with 412 where somebody else was faster.
/// - `key`: repeated with the same key, the request is carried out once.
/// - Returns `{status, body, tag, headers}`; throws `Problem`.
export async function call(method, path, { body, tag, key, signal, type } = {}) {
    const isFile = body instanceof Blob;
    const headers = {};
    if (body !== undefined) headers["Content-Type"] = type ?? (isFile ? body.type || "application/octet-stream" : "application/json");
    if (tag) headers["If-Match"] = tag;
    if (key) headers["Idempotency-Key"] = key;
    let response;
    try {
        response = await fetch(`/v1${path}`, {
            method, headers, signal, cache: "no-store",
            body: body === undefined || isFile || type ? body : JSON.stringify(body),
        });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Problem(0, {});
    }
    const told = Date.parse(response.headers.get("Date"));
    // Its clock says whole seconds, and the answer was on its way: only what is more is a difference.
    if (!Number.isNaN(told)) ahead = Math.abs(told - Date.now()) > 5000 ? told - Date.now() : 0;
    const text = await response.text();
    const isJSON = (response.headers.get("Content-Type") ?? "").includes("json");
    let read = null;
    try { read = isJSON && text ? JSON.parse(text) : text || null; } catch { read = null; }
    if (!response.ok) {
        const problem = new Problem(response.status, isJSON && read ? read : {});
        if (response.status === 401 && !path.startsWith("/session")) whenSignedOut();
        throw problem;
    }
    return { status: response.status, body: read, tag: response.headers.get("ETag"), headers: response.headers };
}

export const api = {
    get: async (path, options) => (await call("GET", path, options)).body,
    post: async (path, body, options) => (await call("POST", path, { ...options, body })).body,
    put: async (path, body, options) => (await call("PUT", path, { ...options, body })).body,
    patch: async (path, body, options) => (await call("PATCH", path, { ...options, body })).body,
    delete: async (path, options) => (await call("DELETE", path, options)).body,

    /// All items of a list, page by page, up to so many.
    async all(path, { most = 1000, signal } = {}) {
        const items = [];
        let next = null;
        do {
            const glue = path.includes("?") ? "&" : "?";
            const page = await api.get(next ? `${path}${glue}cursor=${encodeURIComponent(next)}` : path, { signal });
            items.push(...page.items);
            next = page.next;
        } while (next && items.length < most);
        return items;
    },
};

/// A path with what somebody chose in it: `` path`/users/${id}` ``.
export function path(words, ...values) {
    return words.reduce((made, word, place) => made + encodeURIComponent(values[place - 1]) + word);
}
