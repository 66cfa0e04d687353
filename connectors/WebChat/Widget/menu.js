import { EndDialog, TranscriptDialog } from "./dialogs.js";
import { element, iconButton, setAttribute } from "./element.js";
import { icon } from "./icons.js";
import { safeAddress } from "./links.js";

/// The menu: the site's own items first, then mute, the transcript, a window of its own, the end.
export class Menu {
    #chat;
    #list;
    #button;
    #shown = "";
    /// An item that is replaced loses the focus, and gets it back.
    #isChanging = false;

    constructor(chat) {
        this.#chat = chat;
        this.#list = element("div", {
            class: "menu", role: "menu", id: "menu", "aria-label": chat.texts.get("menu"), hidden: true,
            onkeydown: (event) => this.#key(event), onfocusout: (event) => this.#left(event),
        });
        this.#button = iconButton(icon("menu"), chat.texts.get("menu"), {
            "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "menu",
            onclick: () => this.#toggle(this.#list.hidden),
        });
        this.element = element("div", { class: "menu-place" }, this.#button, this.#list);
    }

    update() {
        const { settings, state, isMuted, isAlwaysOpen, isTalking, host } = this.#chat;
        const wanted = [];
        const add = (icon, key, run, more) => wanted.push({ icon, key, run, ...more });
        for (const item of settings.menu?.items ?? []) {
            const address = safeAddress(item.url);
            if (address) wanted.push({ icon: item.icon || "link", label: item.label, title: item.title, address });
        }
        if (settings.sounds) add(isMuted ? "mute" : "sound", "mute", "mute", { isChecked: isMuted });
        if (settings.emailTranscript && state.mayAskForTranscript) add("mail", "mailTranscript", "mail");
        if (!isAlwaysOpen && !host.surroundings.isSmall) add("window", "undock", "undock");
        if (isTalking) add("end", "end", "end");
        const text = JSON.stringify(wanted);
        setAttribute(this.#button, "hidden", wanted.length === 0);
        if (text === this.#shown) return;
        this.#shown = text;
        const focused = [...this.#list.children].indexOf(document.activeElement);
        this.#isChanging = true;
        this.#list.replaceChildren(...wanted.map((item) => this.#item(item)));
        this.#isChanging = false;
        if (focused >= 0) (this.#list.children[focused] ?? this.#list.firstChild)?.focus();
    }

    #item(item) {
        const label = item.label ?? this.#chat.texts.get(item.key);
        const parts = [icon(item.icon), element("span", {}, label)];
        if (item.address) {
            const isPage = item.address.startsWith("http");
            return element("a", {
                role: "menuitem", tabindex: -1, href: item.address, title: item.title, rel: "noopener noreferrer",
                target: isPage ? "_blank" : null, onclick: () => this.#toggle(false),
            }, ...parts);
        }
        const isCheck = "isChecked" in item;
        return element("button", {
            type: "button", tabindex: -1, role: isCheck ? "menuitemcheckbox" : "menuitem",
            "aria-checked": isCheck ? String(item.isChecked) : null, onclick: () => this.#run(item.run),
        }, ...parts);
    }

    #run(what) {
        const chat = this.#chat;
        if (what !== "mute") this.#toggle(false);
        if (what === "mute") chat.mute();
        else if (what === "undock") chat.undock();
        else if (what === "mail") TranscriptDialog.open(chat, this.element);
        else EndDialog.open(chat, this.element);
    }

    #toggle(opens) {
        setAttribute(this.#list, "hidden", !opens);
        setAttribute(this.#button, "aria-expanded", String(opens));
        if (opens) this.#list.firstChild?.focus();
        else this.#button.focus();
    }

    #key(event) {
        const items = [...this.#list.children];
        const at = items.indexOf(document.activeElement);
        const last = items.length - 1;
        const next = {
            ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last,
        }[event.key];
        if (next !== undefined) items[next].focus();
        else if (event.key === "Escape") {
            this.#button.focus();
            this.#toggle(false);
        } else if (event.key === " " && document.activeElement.tagName === "A") document.activeElement.click();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    #left(event) {
        if (this.#isChanging || this.element.contains(event.relatedTarget)) return;
        setAttribute(this.#list, "hidden", true);
        setAttribute(this.#button, "aria-expanded", "false");
    }
}
