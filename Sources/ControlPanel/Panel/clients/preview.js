import { element, newID } from "../frame/element.js";
import { path } from "../frame/api.js";
import { at } from "./document.js";
import { examples } from "./examples.js";
import { languageName } from "./wording-field.js";

/// The client itself, as a document would make it: in a frame that is told the document whenever it changes. What is
/// written in it goes nowhere.
export class Preview {
    #frame;
    #document = null;
    #isReady = false;
    #isDue = false;
    #shown = element("div");
    #off = element("p", { class: "empty" }, "Nothing of it is shown while it is switched off.");
    #form;
    #language;
    #choices;

    constructor({ platform, connection, signal }) {
        this.#form = platform.clientForm;
        const address = path`/clients/${platform.id}/${connection.address}/` + this.#form.preview;
        this.#frame = element("iframe", { src: address, title: `Preview: ${platform.label}` });
        this.#choices = {
            state: chosen("Shows", examples.map((one) => [one.value, one.label]), () => this.#tell()),
            theme: chosen("On pages that are", [["light", "Light"], ["dark", "Dark"]], () => this.#tell()),
        };
        this.#language = element("select", { onchange: (event) => { event.stopPropagation(); this.#tell(); } });
        this.#language.addEventListener("input", (event) => event.stopPropagation());
        this.languages = element("label", { class: "row" }, "Language ", this.#language);
        const heading = newID("preview");
        /// Leads to it, where it is not beside what is changed.
        this.link = element("p", { class: "to-preview" }, element("button", {
            type: "button", class: "link", onclick: () => {
                this.element.scrollIntoView();
                this.element.firstElementChild.focus({ preventScroll: true });
            },
        }, "To the preview"));
        this.#shown.append(...Object.values(this.#choices).map((choice) => choice.element), this.languages,
            element("div", { class: "preview-frame" }, this.#frame));
        this.element = element("section", { class: "client-preview", "aria-labelledby": heading },
            element("h2", { id: heading, tabindex: -1 }, "Preview"),
            this.#off, this.#shown);
        addEventListener("message", (event) => this.#heard(event), { signal });
    }

    /// Shows a document as it would be.
    show(document) {
        this.#document = document;
        const isOn = at(document, this.#form.masterSwitch) === true;
        this.#off.hidden = isOn;
        this.#shown.hidden = !isOn;
        this.#offerLanguages(document);
        this.#tell();
    }

    #heard({ source, origin, data }) {
        if (source !== this.#frame.contentWindow || origin !== location.origin || data?.gatehouse !== "preview-ready") return;
        this.#isReady = true;
        this.#tell();
    }

    /// Once for all changes of a moment.
    #tell() {
        if (this.#isDue || !this.#isReady || this.#document === null) return;
        this.#isDue = true;
        queueMicrotask(() => {
            this.#isDue = false;
            const { chat, messages } = examples.find((one) => one.value === this.#choices.state.value).make();
            const options = { theme: this.#choices.theme.value, language: this.#language.value || undefined };
            const status = { isAvailable: true, reason: null };
            this.#frame.contentWindow?.postMessage(
                { gatehouse: "preview", settings: this.#document, status, chat, messages, options }, location.origin);
        });
    }

    /// Those whose words are other than the client's own.
    #offerLanguages(document) {
        const wording = this.#form.sections.flatMap((section) => section.fields).filter((field) => field.kind === "wording");
        const codes = [...new Set(wording.flatMap((field) => Object.keys(at(document, field.path) ?? {})))];
        this.languages.hidden = codes.length === 0;
        if ([...this.#language.options].slice(1).map((one) => one.value).join() === codes.join()) return;
        const before = this.#language.value;
        this.#language.replaceChildren(element("option", { value: "" }, "As the browser's"),
            ...codes.map((code) => element("option", { value: code }, languageName(code))));
        this.#language.value = codes.includes(before) ? before : "";
    }
}

/// One of a few, side by side.
function chosen(label, choices, changed) {
    const name = newID("choice");
    const boxes = choices.map(([value], place) => element("input", { type: "radio", name, value, checked: place === 0 }));
    const made = element("fieldset", { class: "chosen" }, element("legend", null, label),
        boxes.map((box, place) => element("label", { class: "choice" }, box, choices[place][1])));
    made.addEventListener("input", (event) => event.stopPropagation());
    made.addEventListener("change", (event) => { event.stopPropagation(); changed(); });
    return { element: made, get value() { return boxes.find((box) => box.checked).value; } };
}
