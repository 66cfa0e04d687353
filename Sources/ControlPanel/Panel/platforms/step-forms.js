import { element, newID } from "../frame/element.js";
import { choicesField, textField } from "../parts/fields.js";
import { SettingsFields } from "./settings-fields.js";

/// What a step of connecting asks, drawn by its kind.
///
/// Each gives `{content, fields, label, answer}`: `label` of the button that answers, `answer()` what is answered.
const kinds = { confirm, enter, choose, ask, open, wait };

/// - `leave`: called right before the browser goes to a page of the platform.
/// - `answer`: answers without a press, as when a time is over.
export function stepForm(step, given) {
    return (kinds[step.kind] ?? pass)(step, given);
}

function pass() {
    return { content: [], fields: [], label: "Try again", answer: () => ({}) };
}

function confirm(step) {
    return {
        content: [element("div", { class: "warning-box" }, element("p", null, withLinks(step.text)))], fields: [],
        label: "Yes, go on", answer: () => ({ confirmed: true }),
    };
}

function enter(step) {
    const settings = new SettingsFields(step.fields);
    return {
        content: [element("p", null, withLinks(step.text)), settings.element], fields: settings.fields, label: "Next",
        answer: () => ({ settings: settings.given() }),
    };
}

function choose(step) {
    if (step.several) {
        const field = choicesField({
            name: "choices", label: step.text, choices: step.choices.map(({ id, label }) => ({ value: id, label })),
            value: step.choices.length === 1 ? [step.choices[0].id] : [],
        });
        field.element.classList.add("column");
        return { content: [field.element], fields: [field], label: "Next", answer: () => ({ choices: field.value }) };
    }
    const name = newID("choice");
    const boxes = step.choices.map(({ id, label }) => {
        const box = element("input", { type: "radio", name, value: id });
        box.checked = step.choices.length === 1;
        return element("label", { class: "choice" }, box, ` ${label}`);
    });
    const group = element("fieldset", { class: "column" }, element("legend", null, step.text), boxes);
    return {
        content: [group], fields: [], label: "Next",
        answer: () => ({ choices: [...group.querySelectorAll("input:checked")].map((box) => box.value) }),
    };
}

function ask(step) {
    const field = textField({ name: "text", label: step.label, isWide: true, spellcheck: "false" });
    return {
        content: [element("p", null, withLinks(step.text)), field.element], fields: [field], label: "Next",
        answer: () => ({ text: field.value }),
    };
}

function open(step, { leave }) {
    const host = new URL(step.url).host;
    const text = element("p", null, withLinks(step.text));
    if (!step.returns) {
        return {
            content: [text, element("p", null, element("a", { href: step.url, target: "_blank", rel: "noopener" }, `Open ${host}`))],
            fields: [], label: "It is done there", answer: () => ({}),
        };
    }
    const pasted = textField({
        name: "text", label: "The address that you were sent back to", isWide: true, spellcheck: "false",
        help: "Where another browser or machine was sent back: the whole address, as it shows it.",
    });
    return {
        content: [text, element("p", { class: "faint" }, `You leave this page for ${host}, and come back to where you were.`),
            element("details", null, element("summary", null, "I have been there, in another browser"), pasted.element)],
        fields: [pasted],
        label: `Go to ${host}`,
        answer: () => {
            if (pasted.value.trim() !== "") return { text: pasted.value.trim() };
            leave();
            location.assign(webAddress(step.url));
            return null;
        },
    };
}

function wait(step, { answer, signal }) {
    const timer = setTimeout(() => answer({}), step.seconds * 1000);
    signal.addEventListener("abort", () => clearTimeout(timer));
    return {
        content: [element("p", { class: "waiting" }, withLinks(step.text)),
            element("p", { class: "faint" }, `It goes on by itself, in ${step.seconds} seconds.`)],
        fields: [], label: null, answer: () => ({}),
    };
}

/// A page, and never a script, whatever a platform has sent.
function webAddress(text) {
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error("That is not the address of a page.");
    return url.href;
}

/// The addresses in a text can be opened.
export function withLinks(text) {
    return text.split(/(https?:\/\/[^\s“”"<>]+[^\s“”"<>.,;:)])/).map((part, place) =>
        place % 2 === 1 ? element("a", { href: part, target: "_blank", rel: "noopener" }, part) : part);
}
