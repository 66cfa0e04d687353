import { eventKinds } from "./event-kinds.js";

/// What happens at the gateway, as it happens: the log of events, followed by one stream for all screens of this page.
///
/// `follow(listener, {signal, missed, opened})`: `listener` hears each event (`{type, …}`) until the signal is aborted;
/// `missed` is called when events may have been missed, so that the screen reads anew; `opened` once, when from then on
/// nothing is missed.
const listeners = new Set();
let source = null;
let wasOpen = false;

export function follow(listener, { signal, missed = () => {}, opened = () => {} } = {}) {
    const entry = { listener, missed, opened };
    listeners.add(entry);
    if (wasOpen) opened();
    signal?.addEventListener("abort", () => {
        listeners.delete(entry);
        if (listeners.size === 0) stop();
    });
    if (source === null) start();
}

/// Ends the stream: at the end of a session.
export function stop() {
    source?.close();
    source = null;
    wasOpen = false;
}

function start() {
    // The browser connects again by itself, and says what it has heard last.
    source = new EventSource("/v1/events");
    source.addEventListener("open", () => {
        for (const { missed, opened } of listeners) (wasOpen ? missed : opened)();
        wasOpen = true;
    });
    source.addEventListener("error", () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        // Refused, as by a gateway that starts: tried again, from now.
        source = null;
        setTimeout(() => { if (listeners.size > 0 && source === null) start(); }, 3000);
    });
    for (const type of [...Object.keys(eventKinds), "conversation.customerTyping"]) source.addEventListener(type, hear);
}

function hear(message) {
    let event;
    try { event = JSON.parse(message.data); } catch { return; }
    for (const { listener } of [...listeners]) listener({ type: message.type, ...event });
}
