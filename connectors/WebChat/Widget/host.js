/// The page around the frame. It says hello once, with a port that is ours and its alone; `site` is its origin by the
/// browser's word.
export class Host {
    options;
    surroundings;
    received = (_message) => {};
    #port;

    /// Waits for the hello of the page around.
    static meet() {
        return new Promise((resolve) => {
            addEventListener("message", function hello(event) {
                if (event.source !== parent || event.data?.gatehouse !== "hello" || !event.ports[0]) return;
                removeEventListener("message", hello);
                resolve(new Host(event.origin, event.data, event.ports[0]));
            });
        });
    }

    constructor(site, { options, surroundings }, port) {
        this.site = site;
        this.options = options;
        this.surroundings = surroundings;
        this.#port = port;
        if (!port) return;
        port.postMessage({});
        port.onmessage = ({ data }) => {
            if (data.options) Object.assign(this.options, JSON.parse(JSON.stringify(data.options)));
            if (data.surroundings) this.surroundings = data.surroundings;
            this.received(data);
        };
    }

    send(message) { this.#port?.postMessage(message); }
}

/// Where nothing is around: a window of its own, or the preview. It looks after itself.
export function ownSurroundings() {
    const small = matchMedia("(max-width: 560px), (max-height: 500px)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    return { isSmall: small.matches, isDark: dark.matches, isContained: true };
}
