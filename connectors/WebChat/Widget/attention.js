import { allowSoundsAfterGesture, mayPlay, playArrival } from "./sounds.js";

/// Draws the visitor's attention to an agent's message: a sound, the title of the page, the open chat.
export class Attention {
    constructor(chat) {
        this.chat = chat;
        allowSoundsAfterGesture();
        document.addEventListener("visibilitychange", () => chat.update());
    }

    arrived(message) {
        const { chat } = this;
        chat.tell("messageArrived", { id: message.id, from: message.name, text: message.text, at: message.at });
        if (chat.hasSteppedBack) return;
        const { settings } = chat;
        const isWriting = document.hasFocus() && document.activeElement.matches("textarea");
        if (settings.sounds && !chat.isMuted && !isWriting) this.#sound(message);
        if (settings.titleFlash && document.visibilityState === "hidden") {
            chat.host.send({ flash: chat.texts.get("flash", { count: chat.unread }) });
        }
        const mayOpen = !chat.isOpen && !chat.host.surroundings.isSmall && settings.layout.isDocked;
        if (mayOpen) chat.open({ takesFocus: false });
    }

    /// Of several tabs, the first that may.
    #sound(message) {
        if (!mayPlay()) return;
        if (!navigator.locks) return playArrival();
        const moment = new Promise((resolve) => setTimeout(resolve, 2_000));
        navigator.locks.request(`${this.chat.store.prefix}sound.${message.id}`, { ifAvailable: true }, (lock) => {
            if (!lock) return null;
            playArrival();
            return moment;
        });
    }
}
