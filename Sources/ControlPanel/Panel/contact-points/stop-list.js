import { element } from "../frame/element.js";
import { follow } from "../frame/live.js";
import { mayDo } from "../frame/session.js";
import { Actors } from "../people/actors.js";
import { stopListChange } from "./stop-list-change.js";
import { StopEntries } from "./stop-list-entries.js";
import { stopListFiles } from "./stop-list-files.js";

/// Who must not be written to by a contact point: added and removed, looked for, taken away and brought as a file.
export async function stopList({ contactPoint, signal }) {
    const entries = new StopEntries(contactPoint, await Actors.read(signal), signal);
    await entries.load();
    // A file tells of each of its batches: one reading after the last of them is enough.
    let due = null;
    const soon = () => {
        clearTimeout(due);
        due = setTimeout(() => entries.load(), 300);
    };
    signal.addEventListener("abort", () => clearTimeout(due));
    // Agents are not told of the list itself, but of the messages that bring somebody onto it, and off.
    follow((event) => {
        if (event.data?.contactPoint !== contactPoint.id) return;
        if (event.type.startsWith("stopList.") || event.data.message?.mark) soon();
    }, { signal, missed: soon, opened: soon });

    const isManager = mayDo("manager");
    return element("div", null,
        element("div", { class: "heading" }, element("h1", null, "Stop list")),
        element("p", { class: "faint" }, "Who stopped here can still be written to by other contact points. A customer gets onto "
            + "the list by texting STOP, just the word, and off it by START. “Please stop texting me” is not just the word: add "
            + "such a customer here, or settle it in the inbox."),
        isManager
            ? stopListChange(contactPoint, () => entries.load())
            : element("p", { class: "warning-box" }, "Managers and administrators change this list."),
        entries.element,
        isManager && stopListFiles(contactPoint, () => entries.load()));
}
