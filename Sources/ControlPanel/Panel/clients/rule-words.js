import { relations } from "./rule-kinds.js";
import { withoutNot } from "./rule-not.js";
import { dayNames } from "./rule-times.js";

/// What rules say, in a sentence.
export function sentence(rule, timeZone) {
    const { inner } = withoutNot(rule);
    if (Object.keys(inner).length === 0) return "Customers may begin a conversation at any time.";
    const words = phrase(rule);
    const isTimed = /"(hours|times|days|dates)"/.test(JSON.stringify(rule));
    return `Customers may begin a conversation while ${words}.`
        + (isTimed ? ` Times are those of ${timeZone}, where no other is named.` : "");
}

function phrase(rule, isInner = false) {
    const { inner, isNot } = withoutNot(rule);
    if (inner.all || inner.any) {
        const parts = (inner.all ?? inner.any).map((one) => phrase(one, true));
        if (parts.length === 0) return isNot ? "never" : "always";
        const joined = parts.length === 1 ? parts[0] : listed(parts, inner.all ? "and" : "or");
        const words = isNot ? `it is not so that ${joined}` : joined;
        return isInner && (parts.length > 1 || isNot) ? `(${words})` : words;
    }
    const zone = inner.timeZone ? ` in ${inner.timeZone}` : "";
    return condition(inner, isNot) + zone;
}

function condition(rule, isNot) {
    const not = isNot ? "not " : "";
    if (rule.hours) {
        const days = Object.entries(rule.hours).map(([day, ranges]) => `${dayNames[day]} ${ranges.join(" and ")}`);
        return `the time is ${isNot ? "outside" : "within"} ${days.length ? listed(days, "or") : "no hours"}`;
    }
    if (rule.times) return `the time of day is ${isNot ? "outside" : "within"} ${listed(rule.times, "or") || "no times"}`;
    if (rule.days) return `it is ${not}${listed(rule.days.map((day) => dayNames[day]), "or") || "any day"}`;
    if (rule.dates) return `the date is ${not}${listed(rule.dates.map(dateWords), "or") || "any day"}`;
    const [key, comparison] = Object.entries(rule).find(([name]) => name !== "timeZone");
    const [relation, number] = Object.entries(comparison)[0];
    const count = number ?? "…";
    const many = (one, several) => (number === 1 ? one : several);
    const words = {
        waitingConversations: `${many("conversation waits", "conversations wait")}`,
        availableAgents: `${many("agent is available", "agents are available")}`,
        agentCapacity: `more ${many("conversation", "conversations")} can be taken by available agents`,
    }[key];
    return `${isNot ? "not " : ""}${relations[relation].toLowerCase()} ${count} ${words}`;
}

function dateWords({ date, label, yearly }) {
    const day = date ? yearly ? `${date.slice(5)} of every year` : date : "a day";
    return label ? `${label} (${day})` : day;
}

function listed(parts, word) {
    return parts.length < 2 ? parts[0] ?? "" : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}
