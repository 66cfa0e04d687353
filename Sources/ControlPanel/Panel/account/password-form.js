import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { me } from "../frame/session.js";
import { showFaults } from "../parts/faults.js";
import { textField } from "../parts/fields.js";
import { Complaint, say } from "../parts/notice.js";

/// Changes one's own password.
export function passwordForm(whenChanged) {
    const current = passwordField("current", "Current password", "current-password");
    const fresh = passwordField("new", "New password", "new-password", "At least 10 characters, whichever you like.");
    const again = passwordField("again", "The same again", "new-password");
    const complaint = new Complaint();
    const submit = element("button", { type: "submit" }, "Change the password");
    // Password managers ask whose it is.
    const whose = element("input", { type: "text", autocomplete: "username", hidden: true, value: me.email, "aria-hidden": "true" });
    const form = element("form", { novalidate: true },
        element("p", { class: "faint" }, "It ends all your other sessions."),
        complaint.element, whose, current.element, fresh.element, again.element, element("div", { class: "actions" }, submit));
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (submit.disabled) return;
        for (const field of [current, fresh, again]) field.complain(null);
        complaint.clear();
        if (!isSame(fresh, again)) return;
        submit.disabled = true;
        try {
            await api.put("/me/password", { current: current.value, new: fresh.value });
            for (const field of [current, fresh, again]) field.value = "";
            say("Your password is changed.");
            await whenChanged();
        } catch (problem) {
            showFaults(problem, [current, fresh, again]);
            complaint.show(problem);
        } finally {
            submit.disabled = false;
        }
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
