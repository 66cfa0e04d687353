import { element } from "../frame/element.js";
import { say } from "../parts/notice.js";

const name = "gatehouse-shortcuts";
const areOn = () => localStorage.getItem(name) !== "off";

/// Keys that do something in the inbox: `{key: {does, act}}`. None counts while somebody types or chooses, with a key held
/// down beside it, or under a dialog; and whoever does not want them switches them off.
export function listenForShortcuts(shortcuts, { signal }) {
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]") || document.querySelector("dialog[open]")) return;
        if (event.key === "?") {
            event.preventDefault();
            attempt(() => showHelp(shortcuts));
            return;
        }
        const shortcut = areOn() && Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : null;
        if (!shortcut) return;
        event.preventDefault();
        attempt(shortcut.act);
    }, { signal });
}

/// What a key needs may still have to be read, and the gateway be away.
async function attempt(act) {
    try {
        await act();
    } catch (error) {
        if (error.name !== "AbortError") say("That could not be done just now: the gateway cannot be reached.");
    }
}

export async function showHelp(shortcuts) {
    const rows = [
        ...Object.entries(shortcuts).map(([key, { does }]) => [key, does]),
        ["↓ ↑", "Next and previous conversation, in the list"], ["Enter", "In the list: opens it. In the answer: sends it"],
        ["Shift+Enter", "Begins a new line in the answer"], ["?", "Shows this"],
    ];
    const [{ ask }, { switchField }] = await Promise.all([import("../parts/dialog.js"), import("../parts/fields.js")]);
    const choice = switchField({ name: "shortcuts", label: "Single keys do something", value: areOn() });
    choice.control.addEventListener("change", () => localStorage.setItem(name, choice.value ? "on" : "off"));
    await ask({
        title: "Keys in the inbox", actions: [], cancel: "Close",
        content: element("div", null,
            element("dl", { class: "keys" }, rows.map(([key, does]) => [element("dt", null, element("kbd", null, key)), element("dd", null, does)])),
            choice.element),
    });
}
