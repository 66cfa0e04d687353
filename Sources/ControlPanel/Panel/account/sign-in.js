import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { textField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";

/// The way in: e-mail address and password, and the code of an authenticator app where there is one.
export async function show({ query }) {
    const email = textField({ name: "email", label: "E-mail address", type: "email", autocomplete: "username", isRequired: true });
    const password = textField({
        name: "password", label: "Password", type: "password", autocomplete: "current-password", isRequired: true,
    });
    const code = textField({
        name: "code", label: "Code", autocomplete: "one-time-code", inputmode: "numeric",
        help: "Of your authenticator app, or one of your recovery codes.",
    });
    code.element.hidden = true;
    const complaint = new Complaint();
    const form = element("form", { class: "narrow card", novalidate: true },
        element("h1", null, "Sign in to Gatehouse"), complaint.element, email.element, password.element, code.element,
        element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, "Sign in"),
            element("a", { href: "/panel/forgotten" }, "Forgotten your password?")));

    onSubmit(form, {
        fields: [email, password, code], complaint,
        act: async () => {
            const given = { email: email.value.trim(), password: password.value };
            if (code.value.trim()) given.code = code.value.trim();
            try {
                await api.post("/session", given);
                location.replace(destination(query));
            } catch (problem) {
                const wantsCode = problem.code === "second-factor-needed" && code.element.hidden;
                if (wantsCode) code.element.hidden = false;
                if (wantsCode || problem.code === "log-in-failed") (code.element.hidden ? password : code).focus();
                if (!wantsCode) throw problem;
            }
        },
    });
    return { element: form, title: "Sign in" };
}

/// Where somebody wanted to go, if that is in the panel.
function destination(query) {
    const wanted = new URL(query.get("to") ?? "/panel/", location.href);
    const isOurs = wanted.origin === location.origin && /^\/panel(\/|$)/.test(wanted.pathname)
        && !wanted.pathname.startsWith("/panel/sign-in");
    return isOurs ? wanted.pathname + wanted.search : "/panel/";
}
