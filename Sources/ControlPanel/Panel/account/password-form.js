import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { me } from "../frame/session.js";
import { textField } from "../parts/fields.js";
import { Complaint, say } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";

/// Changes one's own password.
export function passwordForm(whenChanged) {
    const current = passwordField("current", "Current password", "current-password");
    const fresh = passwordField("new", "New password", "new-password", "At least 10 characters, whichever you like.");
    const again = passwordField("again", "The same again", "new-password");
    const complaint = new Complaint();
    // Password managers ask whose it is.
    const whose = element("input", { type: "text", autocomplete: "username", hidden: true, value: me.email, "aria-hidden": "true" });
    const form = element("form", { novalidate: true },
        element("p", { class: "faint" }, "It ends all your other sessions."),
        complaint.element, whose, current.element, fresh.element, again.element,
        element("div", { class: "actions" }, element("button", { type: "submit" }, "Change the password")));
    const fields = [current, fresh, again];
    onSubmit(form, {
        fields, complaint,
        act: async () => {
            if (!isSame(fresh, again)) return;
            await api.put("/me/password", { current: current.value, new: fresh.value });
            for (const field of fields) field.value = "";
            say("Your password is changed.");
            await whenChanged();
        },
    });
    return form;
}

export function passwordField(name, label, autocomplete, help) {
    return textField({ name, label, type: "password", autocomplete, help, isRequired: true, maxlength: 200 });
}

/// Whether a new password was typed twice alike; says so beside the second where not.
export function isSame(fresh, again) {
    if (fresh.value === again.value) return true;
    again.complain("The two are not the same.");
    again.focus();
    return false;
}
