import { showFaults } from "./faults.js";

/// What a form does when it is submitted: once at a time, with what a refusal says of a field beside it, and the rest of it
/// in the form's complaint.
export function onSubmit(form, { fields, complaint, act }) {
    const submit = form.querySelector("[type=submit]");
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (submit.disabled) return;
        submit.disabled = true;
        complaint.clear();
        for (const field of fields) field.complain(null);
        try {
            await act();
        } catch (error) {
            showFaults(error, fields);
            complaint.show(error);
        } finally {
            submit.disabled = false;
        }
    });
}
