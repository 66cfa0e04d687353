import { element } from "../frame/element.js";
import { eventKinds } from "../frame/event-kinds.js";
import { connectionName } from "../parts/connection-name.js";
import { ask } from "../parts/dialog.js";
import { copyable } from "../parts/copy.js";
import { time } from "../parts/time.js";
import { facts } from "../parts/facts.js";

/// An event as subscribers get it, in a dialog.
export function showEvent(event) {
    const { conversation, connection } = event.data;
    return ask({
        title: eventKinds[event.type] ?? event.type, isWide: true, actions: [], cancel: "Close",
        content: element("div", null,
            facts([
                ["Type", element("code", null, event.type)],
                ["Time", time(event.timestamp)],
                ["Position", String(event.position)],
                ["Contact point", event.data.contactPoint],
                ["Value", event.data.value && element("code", null, event.data.value)],
                ["Conversation", conversation && element("a", { href: `/panel/inbox/${conversation.id}` }, conversation.id)],
                ["Connection", connection && element("a", { href: `/panel/connections/${connection.id}` }, connectionName(connection))],
            ]),
            copyable(event.id, { label: "Copy the id" }),
            element("h3", null, "The document, in the state things have now"),
            element("pre", { class: "document", tabindex: 0, role: "region", "aria-label": "Document" },
                JSON.stringify(documentOf(event), null, 2))),
    });
}

/// The stream's events have the same members as those of pages; the order is that of pages.
function documentOf({ id, type, timestamp, position, data }) { return { id, type, timestamp, position, data }; }
