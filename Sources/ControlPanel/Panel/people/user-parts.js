import { element } from "../frame/element.js";
import { badge } from "../parts/badge.js";
import { copyable } from "../parts/copy.js";
import { ask } from "../parts/dialog.js";
import { time } from "../parts/time.js";
import { presences } from "../account/presence.js";

const tones = { available: "good", currentConversationsOnly: "minded" };

export const presenceChoices = Object.entries(presences).map(([value, label]) => ({ value, label }));

export function presenceBadge(presence) { return badge(presences[presence] ?? presence, tones[presence]); }

export function nameOf(user) { return user.name || "Erased user"; }

export function userBadge(user) {
    if (user.state === "erased") return badge("Erased");
    if (user.state === "disabled") return badge("Disabled", "bad");
    return user.passwordSetAt ? badge("Active", "good") : badge("Has no password yet", "minded");
}

/// Says how a link to set a password reaches somebody: by mail, or by whoever reads this.
export function showLink({ delivery, link, expiresAt }, name) {
    const content = delivery === "mail"
        ? element("p", null, `A link to set a password was mailed to ${name}.`)
        : element("div", null,
            element("p", null, `This gateway sends no mail. Hand this link over to ${name} yourself, by a way that only ${name} reads: `
                + "whoever opens it first sets the password. It is shown this once."),
            copyable(link, { label: "Copy the link" }),
            element("p", { class: "faint" }, "Good once, until ", time(expiresAt), "."));
    return ask({ title: "Link to set a password", content, actions: [], cancel: delivery === "mail" ? "Close" : "I have it" });
}
