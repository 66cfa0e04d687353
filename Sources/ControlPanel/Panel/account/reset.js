import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { Complaint, say } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";
import { isSame, passwordField } from "./password-form.js";

/// Sets a password by a link. Its token stands behind `#`, which no browser sends along, and leaves the address bar at once,
/// so that nobody reads it there or in the history.
export async function show() {
    const token = location.hash.slice(1);
    router.note("/reset");
    if (token === "") return withoutToken();
    const fresh = passwordField("password", "New password", "new-password", "At least 10 characters, whichever you like.");
    const again = passwordField("again", "The same again", "new-password");
    const complaint = new Complaint();
    const form = element("form", { class: "narrow card", novalidate: true },
        element("h1", null, "Set your password"), complaint.element, fresh.element, again.element,
        element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, "Set the password")));
    onSubmit(form, {
        fields: [fresh, again], complaint,
        act: async () => {
            if (!isSame(fresh, again)) return;
            await api.post("/password-resets/completion", { token, password: fresh.value });
            say("Your password is set. Sign in with it.");
            await router.go("/sign-in", { replace: true });
        },
    });
    return { element: form, title: "Set your password" };
}

function withoutToken() {
    return element("section", { class: "narrow card" },
        element("h1", null, "Set your password"),
        element("p", null, "Open the link that you were given once more: what makes it yours is missing. A link is good once."),
        element("div", { class: "actions" },
            element("a", { href: "/panel/sign-in" }, "Sign in"), element("a", { href: "/panel/forgotten" }, "Ask for another link")));
}
