import { element } from "../frame/element.js";

const region = element("div", { class: "notices", role: "status", "aria-live": "polite" });

/// Says what was done, for some seconds, and to screen readers.
export function say(text) {
    if (!region.isConnected) document.body.append(region);
    const notice = element("p", { class: "notice" }, text);
    region.append(notice);
    setTimeout(() => notice.remove(), 6000);
}

/// What went wrong, where it went wrong. Cleared by `clear`.
export class Complaint {
    element = element("div", { class: "complaint", role: "alert" });

    show(error) {
        if (error.name === "AbortError") return;
        if (error.status === undefined) console.error(error);
        const others = (error.fields ?? []).filter((field) => !field.isShown);
        // What stands beside its field, in plain words, is not said once more with the field's name in the API.
        const isSaid = error.code === "invalid" && error.fields.length > 0 && others.length === 0;
        this.element.replaceChildren(
            element("p", null, isSaid ? `${error.document.title}.` : error.message),
            others.length > 0 && element("ul", null, others.map((field) => element("li", null, `${field.field}: ${field.reason}`))) || "");
    }

    clear() { this.element.replaceChildren(); }
}
