import { EventStream } from "./event-stream.js";

/// Runs once for all pages of the panel in a browser, which share one stream: over HTTP/1.1 a browser opens six
/// connections to a gateway, and six pages with a stream each would leave none for the seventh, or for their own calls.
///
/// A page says `{follow: who}` and `{leave: true}`; `{end: true}` at the end of the session, which is that of all pages.
const pages = new Set();
let stream = null;
let follower = null;

addEventListener("connect", ({ ports: [page] }) => {
    page.onmessage = ({ data }) => {
        if (data.follow) join(page, data.follow);
        if (data.leave) leave(page);
        if (data.end) end();
    };
});

function join(page, who) {
    // Somebody else has signed in: what the one before may see is not theirs.
    if (who !== follower) end();
    follower = who;
    pages.add(page);
    if (stream === null) stream = new EventStream((heard) => { for (const page of pages) page.postMessage(heard); });
    else if (stream.isOpen) page.postMessage("open");
}

function leave(page) {
    pages.delete(page);
    if (pages.size === 0) end();
}

function end() {
    stream?.end();
    stream = null;
}
