import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { showFaults } from "../parts/faults.js";
import { textField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";

/// Asks for a link to set a new password, by mail.
export async function show() {
    const email = textField({ name: "email", label: "E-mail address", type: "email", autocomplete: "username", isRequired: true });
    const complaint = new Complaint();
    const submit = element("button", { type: "submit", class: "primary" }, "Mail me a link");
    const back = element("a", { href: "/panel/sign-in" }, "Back to sign-in");
    const form = element("form", { class: "narrow card", novalidate: true },
        element("h1", null, "Forgotten your password?"),
        element("p", null, "You get a link by mail to set a new one."),
        complaint.element, email.element, element("div", { class: "actions" }, submit, back));
    const done = (...told) => {
        form.replaceChildren(element("h1", { tabindex: -1 }, "Forgotten your password?"), element("div", { role: "status" }, told),
            element("div", { class: "actions" }, back));
        form.querySelector("h1").focus();
    };
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (submit.disabled) return;
        submit.disabled = true;
        complaint.clear();
        email.complain(null);
        try {
            await api.post("/password-resets", { email: email.value.trim() });
            done(element("p", null, "If there is a user with this address, a link is on its way. It is good for an hour, and once."),
                element("p", null, "Nothing in your mail? Look among what was taken for spam, or ask an administrator."));
        } catch (problem) {
            if (problem.code === "no-mail") {
                done(element("p", null, "This gateway sends no mail. Ask an administrator for a link: in this panel they find it on "
                    + "your user, under “Link for a new password”."));
                return;
            }
            showFaults(problem, [email]);
            complaint.show(problem);
            submit.disabled = false;
        }
    });
    return { element: form, title: "Forgotten your password?" };
}
