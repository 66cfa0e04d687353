import { element } from "../frame/element.js";
import { gatewayTime } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { time } from "../parts/time.js";

const soon = 3600_000;

/// For how long the platform still lets a person answer, in a line; `null` where it sets no limit.
///
/// - `windows`: as the API tells them of a conversation.
export function windowLeft(windows) {
    const last = lastWindow(windows);
    if (!last) return null;
    const left = new Date(last.endsAt) - gatewayTime();
    if (left <= 0) return badge("The time to answer is over", "bad");
    const words = element("span", null, `${inWords(left)} left to answer, until `, time(last.endsAt), ".");
    return left < soon ? element("strong", { class: "minded" }, words) : words;
}

/// Why no answer goes out any more: a text, or `null`.
export function windowOver(windows) {
    if (!windows) return null;
    const last = lastWindow(windows);
    if (!last) return "The customer has not written lately, and the platform lets nobody else begin.";
    return new Date(last.endsAt) <= gatewayTime()
        ? "It is too long since the customer’s last word: the platform lets nothing out now. Once they write again, you can answer." : null;
}

/// Of several, the last one decides: a person may use them all.
function lastWindow(windows) { return windows?.at(-1) ?? null; }

function inWords(milliseconds) {
    const minutes = Math.ceil(milliseconds / 60_000);
    if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
