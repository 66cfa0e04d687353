import { EventStream } from "./event-stream.js";

/// Runs once for all pages of the panel in a browser, which share one stream: over HTTP/1.1 a browser opens six
/// connections to a gateway, and six pages with a stream each would leave none for the seventh, or for their own calls.
///
/// A page says `{follow: who}` and `{leave: true}`. It is told what a stream tells, and `"gone"` when somebody else has
/// signed in.
const pages = new Map();
let stream = null;

addEventListener("connect", ({ ports: [page] }) => {
    page.onmessage = ({ data }) => {
        if (data.follow) join(page, data.follow);
        if (data.leave) leave(page);
    };
});

function join(page, who) {
    for (const [other, whose] of pages) {
        if (whose === who) continue;
        other.postMessage("gone");
        leave(other);
    }
    pages.set(page, who);
    if (stream === null) stream = new EventStream((heard) => { for (const page of pages.keys()) page.postMessage(heard); });
    else if (stream.isOpen) page.postMessage("open");
}

function leave(page) {
    pages.delete(page);
    if (pages.size > 0) return;
    stream?.end();
    stream = null;
}
