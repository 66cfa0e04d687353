import { EventStream } from "./event-stream.js";
import { me, recall } from "./session.js";

/// What happens at the gateway, as it happens: one stream for all screens, and for all pages of the panel in a browser.
///
/// `follow(listener, {signal, missed, opened})`: `listener` hears each event (`{type, …}`) until the signal is aborted;
/// `missed` is called when events may have been missed, so that the screen reads anew: what it has read until the stream was
/// open, and before each break. `opened` is called in its place the first time, and at once where the stream is open: from
/// then on nothing is missed.
const listeners = new Set();
let wasOpen = false;

/// What gives us the stream: `follow()`, and `leave()` when nobody here listens any more.
let source = null;

export function follow(listener, { signal, missed = () => {}, opened = null } = {}) {
    const entry = { listener, missed, opened };
    listeners.add(entry);
    if (wasOpen) opened?.();
    signal?.addEventListener("abort", () => {
        listeners.delete(entry);
        if (listeners.size === 0) stop();
    });
    source ??= shared() ?? own();
    if (listeners.size === 1) source.follow();
}

/// Nothing is heard here any more. At the end of a session the gateway ends the stream of other pages by itself.
export function stop() {
    source?.leave();
    wasOpen = false;
}

// A page that the browser keeps, for who goes back to it, hears nothing meanwhile.
addEventListener("pagehide", () => source?.leave());
addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted || listeners.size === 0) return;
    const who = me?.id;
    await recall().catch(() => {});
    if (me === null || me.id !== who) location.reload();
    else source.follow();
});

function hear(heard) {
    if (heard === "gone") {
        // Whatever is done here would be done as somebody else.
        location.reload();
    } else if (heard === "open") {
        for (const { missed, opened } of [...listeners]) (wasOpen ? missed : opened ?? missed)();
        wasOpen = listeners.size > 0;
    } else {
        for (const { listener } of [...listeners]) listener(heard);
    }
}

function shared() {
    if (!("SharedWorker" in window)) return null;
    const address = new URL("shared-stream.js", import.meta.url).href;
    // The page's policy takes the word of nobody but this for the address of a script, and this says one.
    const policy = window.trustedTypes?.createPolicy("shared-stream", { createScriptURL: () => address });
    const worker = new SharedWorker(policy?.createScriptURL("") ?? address, { type: "module" });
    worker.addEventListener("error", () => {
        worker.port.close();
        source = own();
        if (listeners.size > 0) source.follow();
    }, { once: true });
    worker.port.onmessage = ({ data }) => hear(data);
    return {
        follow: () => worker.port.postMessage({ follow: me.id }),
        leave: () => worker.port.postMessage({ leave: true }),
    };
}

/// For browsers that cannot share, as those of some phones.
function own() {
    let stream = null;
    return {
        follow: () => { stream ??= new EventStream(hear); },
        leave: () => {
            stream?.end();
            stream = null;
        },
    };
}
