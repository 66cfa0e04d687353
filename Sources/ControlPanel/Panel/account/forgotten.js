import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { textField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";

/// Asks for a link to set a new password, by mail.
export async function show() {
    const email = textField({ name: "email", label: "E-mail address", type: "email", autocomplete: "username", isRequired: true });
    const complaint = new Complaint();
    const back = element("a", { href: "/panel/sign-in" }, "Back to sign-in");
    const form = element("form", { class: "narrow card", novalidate: true },
        element("h1", null, "Forgotten your password?"),
        element("p", null, "You get a link by mail to set a new one."),
        complaint.element, email.element,
        element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, "Mail me a link"), back));
    const done = (...told) => {
        form.replaceChildren(element("h1", { tabindex: -1 }, "Forgotten your password?"), element("div", { role: "status" }, told),
            element("div", { class: "actions" }, back));
        form.querySelector("h1").focus();
    };
    onSubmit(form, {
        fields: [email], complaint,
        act: async () => {
            try {
                await api.post("/password-resets", { email: email.value.trim() });
            } catch (problem) {
                if (problem.code !== "no-mail") throw problem;
                return done(element("p", null, "This gateway sends no mail. Ask an administrator for a link: in this panel they find "
                    + "it on your user, under “Link for a new password”."));
            }
            done(element("p", null, "If there is a user with this address, a link is on its way. It is good for an hour, and once."),
                element("p", null, "Nothing in your mail? Look among what was taken for spam, or ask an administrator."));
        },
    });
    return { element: form, title: "Forgotten your password?" };
}
