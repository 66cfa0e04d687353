import { dress } from "./appearance.js";
import { element } from "./element.js";
import { Launcher } from "./launcher.js";
import { Panel } from "./panel.js";

/// Room for the shadow around the chat and the launcher.
const margin = 16;
const launcherSize = 60;

/// Everything that shows: the launcher, or the chat. It is made anew when the language changes.
export class App {
    #chat;
    #root = null;
    #launcher;
    #panel;
    #texts = null;
    #mode = null;
    #size = "";
    #look = "";

    constructor(chat) {
        this.#chat = chat;
    }

    update(wish) {
        const chat = this.#chat;
        const isNew = this.#texts !== chat.texts;
        if (isNew) this.#build();
        const { mode } = chat;
        this.#dress();
        this.#launcher.update(mode === "launcher");
        this.#panel.update(mode === "chat");
        this.#report(mode);
        const isOther = this.#mode !== mode;
        this.#mode = mode;
        if (wish.takesFocus) {
            if (mode === "chat") this.#panel.focus();
            else if (isOther && mode === "launcher") this.#launcher.focus();
        }
    }

    #build() {
        const chat = this.#chat;
        const hadFocus = this.#root?.contains(document.activeElement);
        const { texts } = chat;
        this.#texts = texts;
        this.#root?.remove();
        this.#launcher = new Launcher(chat);
        this.#panel = new Panel(chat);
        this.#root = element("div", { class: "app" }, this.#launcher.element, this.#panel.element);
        this.#look = "";
        document.documentElement.lang = texts.language;
        document.documentElement.dir = texts.direction;
        document.title = texts.get("title");
        document.body.append(this.#root);
        if (hadFocus) queueMicrotask(() => chat.mode === "chat" && this.#panel.focus());
    }

    #dress() {
        const { settings, host, isAlwaysOpen } = this.#chat;
        const { theme } = host.options;
        const isDark = theme === "dark" || (theme !== "light" && host.surroundings.isDark);
        const look = JSON.stringify([settings.colors, settings.font, settings.menu, isDark]);
        if (look !== this.#look) dress(this.#root, settings, isDark);
        this.#look = look;
        const { vertical, horizontal } = settings.layout;
        const full = isAlwaysOpen || host.surroundings.isSmall;
        this.#root.className = `app ${vertical} ${horizontal}${full ? " full" : ""}`;
    }

    /// Tells the loader what room is needed.
    #report(mode) {
        const { settings, host, texts } = this.#chat;
        const { width, height, vertical, horizontal } = settings.layout;
        const side = launcherSize + 2 * margin;
        const size = {
            mode, vertical, horizontal, width: width + 2 * margin, height: height + 2 * margin, clip: [side, side],
            title: texts.get("title"),
        };
        const text = JSON.stringify(size);
        if (text !== this.#size) host.send({ size });
        this.#size = text;
    }
}
