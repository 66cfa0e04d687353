import { element } from "../frame/element.js";
import { badge } from "../parts/badge.js";
import { time } from "../parts/time.js";

/// The gateway's words for how a connection is doing, as people read them.
const verdicts = {
    green: ["Fine", "good"], yellow: ["Look at this", "minded"], red: ["Not right", "bad"], unknown: ["Not known", "unknown"],
};

const states = { connected: ["Connected", "good"], needsReconnect: ["Needs to be reconnected", "bad"] };

const modes = {
    standard: ["Standard", "It sends and receives."],
    incomingOnly: ["Incoming only", "It receives only, by your choice: a toll-free number that cannot do pictures, say."],
    blockedOutbound: ["Blocked outbound", "It receives only, because the carrier lets nothing out from it."],
};

export function verdictBadge(verdict) { return badge(...verdicts[verdict] ?? [verdict, "unknown"]); }

/// The state as a word, why, and since when.
export function stateOf(connection) {
    return element("div", { class: "connection-state" },
        element("p", null, badge(...states[connection.state] ?? [connection.state, "unknown"]), " ",
            element("span", { class: "faint" }, "since ", time(connection.stateSince))),
        connection.stateReason && element("p", null, connection.stateReason));
}

export function modeLabel(mode) { return modes[mode]?.[0] ?? mode; }

export function modeHelp(mode) { return modes[mode]?.[1] ?? ""; }

/// Who answers STOP, START and HELP.
export const optOutChoices = [
    { value: "carrier", label: "The carrier answers, and blocks by itself" },
    { value: "gateway", label: "The gateway answers, with the contact point's texts" },
];

/// How fast it sends: `3 a second, 10 at once`.
export function paceText(pacing) {
    const burst = pacing.burst > 1 ? `, ${pacing.burst} at once` : "";
    return `${pacing.unitsPerSecond} a second${burst}`;
}

/// `phone number` → `Phone number`.
export function capitalized(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
