/// Several tabs share one stream: the one that holds the lock has it, and tells the others what it hears.
///
/// A browser may put the holder to sleep. Whoever has heard nothing of it for as long as a stream may be silent takes
/// the lock away from it. Without locks or channels each tab has a stream of its own.
export class Tabs {
    #channel = null;
    #lastHeard = Date.now();
    #owner;
    #lock;

    /// - Parameter owner: `lead()` begins the stream and gives what ends it; `hear(message)` takes what others tell.
    constructor(name, owner) {
        this.#owner = owner;
        this.#lock = `${name}stream`;
        if (!navigator.locks || !("BroadcastChannel" in window)) {
            owner.lead();
            return;
        }
        this.#channel = new BroadcastChannel(name);
        this.#channel.onmessage = ({ data }) => {
            this.#lastHeard = Date.now();
            owner.hear(data);
        };
        this.#queue({});
        setInterval(() => {
            if (!this.isLeading && document.visibilityState === "visible" && Date.now() - this.#lastHeard > 35_000) {
                this.#queue({ steal: true });
            }
        }, 5_000);
    }

    isLeading = false;

    tell(message) {
        this.#channel?.postMessage(message);
    }

    #queue(options) {
        this.#lastHeard = Date.now();
        navigator.locks.request(this.#lock, options, () => {
            if (this.isLeading) return null;
            this.isLeading = true;
            this.#owner.lead();
            return new Promise(() => {});
        }).catch(() => {
            // Another tab took the lock. It waits in line again, as all do.
            if (!this.isLeading) return;
            this.isLeading = false;
            this.#owner.follow();
            this.#queue({});
        });
    }
}
