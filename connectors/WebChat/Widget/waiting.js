/// How long to wait before the next try: twice as long each time, and never as long as the others do.
export class Backoff {
    #next;

    constructor(least, most) {
        this.least = least;
        this.most = most;
        this.reset();
    }

    reset() { this.#next = this.least; }

    take() {
        const wait = this.#next * (0.5 + Math.random() / 2);
        this.#next = Math.min(this.#next * 2, this.most);
        return wait;
    }
}

/// A pause that can be cut short.
export class Pause {
    #wake = null;

    take(milliseconds) {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.#wake = () => { clearTimeout(timer); resolve(); };
        });
    }

    end() { this.#wake?.(); }
}

/// A UUID, also where a page is served without TLS and has no `crypto.randomUUID`.
export function makeID() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/// Runs the work in one tab at a time, where the browser has locks. A tab that was put to sleep may hold one for ever,
/// so patience ends. Without locks tabs work side by side, which is only more work: every call can be made twice
/// without harm.
export async function alone(name, work) {
    const { locks } = navigator;
    if (!locks) return work();
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 20_000);
    let hasBegun = false;
    const begin = () => {
        clearTimeout(timer);
        hasBegun = true;
        return work();
    };
    try {
        return await locks.request(name, { signal: patience.signal }, begin);
    } catch (error) {
        if (hasBegun) throw error;
        return locks.request(name, { steal: true }, begin);
    }
}
