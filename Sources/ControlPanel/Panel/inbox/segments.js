import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";

/// What a text would cost and become: parts, segments, encoding, and what to mind. Asked for while one types, on platforms
/// where we may write first; elsewhere there is nothing to count but characters.
export class Segments {
    element = element("p", { class: "segments", "aria-live": "off" });
    #timer;
    #asking = 0;

    /// - `request()`: what a preview takes, or `null` where there is nothing to ask for.
    constructor(platform, contactPoint, request, { signal }) {
        this.platform = platform;
        this.contactPoint = contactPoint;
        this.request = request;
        this.signal = signal;
        signal.addEventListener("abort", () => clearTimeout(this.#timer));
    }

    /// Nothing is asked for any more.
    cease() {
        clearTimeout(this.#timer);
        this.#asking += 1;
    }

    /// The text is another.
    refresh(text) {
        this.cease();
        const left = this.platform.textLimit - text.length;
        const isLong = left < 0;
        this.element.classList.toggle("fault", isLong);
        if (isLong) {
            this.element.textContent = `${-left} characters too many: at most ${this.platform.textLimit} are carried.`;
            return;
        }
        const request = this.request();
        if (!request) this.element.textContent = left < 200 ? `${left} characters left` : "";
        else this.#timer = setTimeout(() => this.#ask(request), 250);
    }

    async #ask(request) {
        const asking = this.#asking;
        let shown;
        try {
            shown = previewText(await api.post(path`/contact-points/${this.contactPoint}/preview`, request, { signal: this.signal }));
        } catch (error) {
            if (error.name === "AbortError") return;
            shown = [error.message];
        }
        if (asking === this.#asking) this.element.replaceChildren(...shown);
    }
}

/// What a warning is about, as people say it.
function fieldName(field) {
    const place = field.match(/^to\[(\d+)\]$/);
    if (place) return `Recipient ${Number(place[1]) + 1}`;
    return { text: "The text", to: "The recipient", media: "The files" }[field] ?? field;
}

/// A preview in words.
export function previewText({ parts, units, warnings }, { isNotification = false } = {}) {
    const encodings = [...new Set(parts.map((part) => part.encoding).filter(Boolean))];
    const length = parts.reduce((sum, part) => sum + (part.length ?? part.text?.length ?? 0), 0);
    const words = [
        ...(encodings.length > 0 ? [`${units} ${units === 1 ? "segment" : "segments"}`, encodings.join(" and ")] : []),
        ...(length > 0 ? [`${length} characters`] : []),
        ...(parts.length > 1 ? [`in ${parts.length} messages`] : []),
    ];
    const minded = warnings.filter((warning) => isNotification || warning.code !== "noWayToStop");
    const costly = [...new Set(parts.flatMap((part) => part.costlyCharacters ?? []))];
    return [
        words.join(" · "),
        ...minded.map((warning) => element("span", { class: "minded" }, `${fieldName(warning.field)}: ${warning.reason}`)),
        ...(costly.length > 0 && minded.some((warning) => warning.code === "costlyCharacters")
            ? [element("span", { class: "minded" }, `Costly characters: ${costly.map((one) => `“${one}”`).join(" ")}`)] : []),
    ];
}
