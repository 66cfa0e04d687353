import { element, setAttribute, setText } from "./element.js";
import { problem } from "./fields.js";

/// A question over the chat. The browser keeps the focus inside, closes it on Escape, and brings the focus back.
function show(chat, title, place, ...content) {
    const dialog = element("dialog", {
        "aria-labelledby": "dialog-title",
        onclose: () => dialog.remove(),
        onkeydown: (event) => event.key === "Escape" && event.stopPropagation(),
    }, element("h2", { id: "dialog-title" }, title), ...content);
    place.closest(".app").append(dialog);
    dialog.showModal();
    return dialog;
}

function button(label, isPlain, attributes) {
    return element("button", { type: "button", class: isPlain ? "button plain" : "button", ...attributes }, label);
}

export class EndDialog {
    static open(chat, place) {
        const { texts } = chat;
        const failure = element("p", { class: "error", role: "alert" });
        const dialog = show(chat, texts.get("endQuestion"), place, failure, element("div", { class: "actions" },
            button(texts.get("end"), false, {
                onclick: () => chat.end().then(() => {
                    dialog.close();
                    chat.update({ takesFocus: true });
                }, () => setText(failure, texts.get("failed"))),
            }),
            button(texts.get("cancel"), true, { onclick: () => dialog.close() })));
    }
}

export class TranscriptDialog {
    static open(chat, place) {
        const { texts } = chat;
        const field = element("input", {
            type: "email", id: "transcript-email", autocomplete: "email", required: true, maxlength: 254,
            "aria-describedby": "transcript-error",
        });
        const failure = element("p", { class: "error", role: "alert", id: "transcript-error" });
        const fail = (key) => {
            setText(failure, texts.get(key));
            setAttribute(field, "aria-invalid", "true");
            field.focus();
        };
        const submit = async (event) => {
            event.preventDefault();
            const wrong = problem({ type: "email", isRequired: true }, field.value);
            if (wrong) return fail(wrong);
            try {
                await chat.mail(field.value.trim());
                const done = button(texts.get("close"), false, { onclick: () => dialog.close() });
                const sent = texts.get("transcriptSent", { email: field.value.trim() });
                form.replaceWith(element("p", { role: "status" }, sent), element("div", { class: "actions" }, done));
                done.focus();
            } catch (refusal) {
                fail({ "transcript-too-early": "transcriptTooEarly", "too-many-requests": "tooMany" }[refusal.type]
                    ?? (refusal.status === 422 ? "badEmail" : "failed"));
            }
        };
        const form = element("form", { novalidate: true, onsubmit: submit },
            element("label", { for: "transcript-email" }, texts.get("email")), field, failure,
            element("div", { class: "actions" },
                element("button", { type: "submit", class: "button" }, texts.get("send")),
                button(texts.get("cancel"), true, { onclick: () => dialog.close() })));
        const dialog = show(chat, texts.get("mailTranscript"), place, form);
    }
}
