import { Composer } from "./composer.js";
import { element, iconButton, setAttribute, setText } from "./element.js";
import { End } from "./end.js";
import { icon } from "./icons.js";
import { Menu } from "./menu.js";
import { Transcript } from "./transcript.js";
import { WelcomeForm } from "./welcome-form.js";

/// The chat itself: a header, what is said, and what can be written.
export class Panel {
    #chat;
    #title = element("h1", { id: "title" });
    #agent = element("p", { class: "agent-name" });
    #notice = element("p", { class: "notice", role: "status" });
    #parts;

    constructor(chat) {
        this.#chat = chat;
        const { texts } = chat;
        this.#parts = {
            form: new WelcomeForm(chat), transcript: new Transcript(chat),
            composer: new Composer(chat), end: new End(chat),
        };
        this.menu = new Menu(chat);
        this.minimize = iconButton(icon("minimize"), texts.get("minimize"), { onclick: () => chat.close() });
        this.element = element("section", {
            class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true,
            onkeydown: (event) => this.#key(event),
        },
            element("header", { class: "header" },
                element("div", { class: "headline" }, this.#title, this.#agent), this.menu.element, this.minimize),
            this.#notice,
            element("div", { class: "body" }, this.#parts.form.element, this.#parts.transcript.element),
            this.#parts.end.element, this.#parts.composer.element);
        for (const event of ["dragover", "drop"]) this.element.addEventListener(event, (drop) => this.#drop(drop));
        for (const event of ["dragleave", "dragend"]) {
            this.element.addEventListener(event, () => this.element.classList.remove("dropping"));
        }
    }

    update(isShown) {
        const chat = this.#chat;
        setAttribute(this.element, "hidden", !isShown);
        if (!isShown) return;
        const { texts, needsForm, isEnded } = chat;
        setText(this.#title, texts.get("title"));
        setText(this.#agent, chat.state.agent ?? "");
        setAttribute(this.#agent, "hidden", !chat.state.agent);
        setAttribute(this.element, "aria-modal", chat.isModal ? "true" : null);
        setAttribute(this.minimize, "hidden", chat.isAlwaysOpen);
        setText(this.#notice, this.#noticeText());
        setAttribute(this.#notice, "hidden", this.#notice.textContent === "");
        this.menu.update();
        this.#parts.form.update(needsForm);
        this.#parts.transcript.update(!needsForm);
        this.#parts.composer.update(!needsForm && !isEnded);
        this.#parts.end.update(isEnded);
    }

    /// Where one goes on: the first field of the form, the field to write in, or what can be done after the end.
    focus() {
        const { form, composer, end } = this.#parts;
        [form, composer, end].find((part) => !part.element.hidden)?.focus();
    }

    #noticeText() {
        const chat = this.#chat;
        if (chat.isOffline && !chat.isEnded) return chat.texts.get("offline");
        if (chat.settings.isEnabled && !chat.isEnded && chat.lacksAgents) return chat.texts.get("noAgents");
        return "";
    }

    #key(event) {
        if (event.key === "Escape" && !event.defaultPrevented) {
            event.preventDefault();
            this.#chat.close();
        }
        if (event.key === "Tab" && this.#chat.isModal) this.#keepInside(event);
    }

    /// A chat that fills the screen keeps the focus, until it is minimised.
    #keepInside(event) {
        const reachable = [...this.element.querySelectorAll("button, a[href], input, select, textarea, [tabindex='0']")]
            .filter((one) => !one.disabled && one.tabIndex >= 0 && one.offsetParent !== null && !one.closest("dialog"));
        const [first, last] = [reachable[0], reachable.at(-1)];
        if (document.activeElement?.closest("dialog")) return;
        if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
            event.preventDefault();
            (event.shiftKey ? last : first).focus();
        }
    }

    #drop(event) {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        const takesFiles = this.#parts.composer.takesFiles;
        this.element.classList.toggle("dropping", takesFiles && event.type === "dragover");
        if (event.type === "drop" && takesFiles) this.#chat.uploads.add([...event.dataTransfer.files]);
    }
}
