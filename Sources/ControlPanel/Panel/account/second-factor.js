import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { isKeptOut, me, recall } from "../frame/session.js";
import { askForm } from "../parts/form-dialog.js";
import { button } from "../parts/button.js";
import { copyable } from "../parts/copy.js";
import { textField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";
import { passwordField } from "./password-form.js";
import { qrCode } from "./qr-code.js";
import { recoveryCodes } from "./recovery-codes.js";

/// An authenticator app beside the password: set up step by step, and taken away. Where one is required, whoever has none
/// sees nothing but this screen.
export async function show() {
    await recall();
    const place = element("div", { class: "second-factor" });
    const draw = (heading, ...content) => {
        place.replaceChildren(element("h1", { tabindex: -1 }, heading), ...content);
        if (place.isConnected) place.querySelector("h1").focus();
    };
    if (me.secondFactor.isActive) showActive(draw);
    else askPassword(draw);
    return { element: place, title: "Second factor" };
}

/// First step: the password, so that a session that was left open is not enough.
function askPassword(draw) {
    const password = passwordField("password", "Your password", "current-password");
    draw("Set up a second factor",
        isKeptOut() && element("p", { class: "warning-box" }, "It is required here: set one up, and you can go on."),
        element("p", null, "You need an app on your phone that makes one-time codes, such as one of those that keep passwords."),
        form([password], "Begin", async () => {
            showSecret(draw, await api.post("/me/second-factor", { password: password.value }));
        }));
}

/// Second step: the app takes the secret over and shows a first code.
function showSecret(draw, { secret, url }) {
    const code = textField({
        name: "code", label: "Code that the app shows", autocomplete: "one-time-code", inputmode: "numeric", isRequired: true,
        maxlength: 6,
    });
    const picture = qrCode(url);
    draw("Set up a second factor",
        element("p", null, "Scan this with the app. On the phone itself, open ", element("a", { href: url }, "the link for apps"), "."),
        picture && element("div", { class: "qr" }, picture),
        element("p", null, "Or type the secret into it:"),
        copyable(secret),
        form([code], "Confirm", async () => {
            const wasKeptOut = isKeptOut();
            const { recoveryCodes: codes } = await api.put("/me/second-factor/confirmation", { code: code.value.trim() });
            await recall();
            showCodes(draw, codes, wasKeptOut);
        }));
}

/// Third step: the recovery codes, which are never shown again.
function showCodes(draw, codes, wasKeptOut = false) {
    draw("Keep your recovery codes", recoveryCodes(codes),
        element("div", { class: "actions" }, button("I have kept them", async () => {
            // The page around was drawn for somebody who was kept out.
            if (wasKeptOut) location.assign("/panel/");
            else await router.go("/account");
        }, { kind: "primary" })));
}

function showActive(draw) {
    draw("Second factor",
        element("p", null, `It is set up. ${me.secondFactor.recoveryCodesLeft} recovery codes are left.`),
        element("div", { class: "actions" },
            button("New recovery codes…", async () => {
                const made = await askPasswordAgain("Make new recovery codes", "Those that you have are good no more.", "Make them",
                    (given) => api.post("/me/recovery-codes", given));
                if (made) showCodes(draw, made.recoveryCodes);
            }),
            button("Take it away…", async () => {
                const isDone = await askPasswordAgain("Take the second factor away", me.secondFactor.isRequired
                    ? "You will have to set up another one at once, for one is required here."
                    : "From then on your password is all that keeps others out.", "Take it away",
                async (given) => { await api.post("/me/second-factor/removal", given); return true; }, "danger");
                if (!isDone) return undefined;
                if (me.secondFactor.isRequired) location.assign("/panel/account/second-factor");
                else await router.go("/account");
                return "The second factor is taken away.";
            }, { kind: "danger" })),
        element("p", null, element("a", { href: "/panel/account" }, "Your account")));
}

function askPasswordAgain(title, about, label, act, kind) {
    return askForm({
        title, about: element("p", null, about), label, kind, act,
        fields: [passwordField("password", "Your password", "current-password")],
    });
}

/// One step: what is to be given, and a button that goes on.
function form(fields, label, act) {
    const complaint = new Complaint();
    const made = element("form", { novalidate: true }, complaint.element, fields.map((field) => field.element),
        element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, label), !isKeptOut() && element("a", { href: "/panel/account" }, "Cancel")));
    onSubmit(made, { fields, complaint, act });
    return made;
}
