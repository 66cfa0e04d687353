import { element } from "../frame/element.js";
import { eventKinds } from "../frame/event-kinds.js";
import { badge } from "../parts/badge.js";
import { copyable } from "../parts/copy.js";
import { ask } from "../parts/dialog.js";
import { choicesField } from "../parts/fields.js";

const states = { active: ["Active", "good"], paused: ["Paused", "minded"], disabled: ["Disabled", "bad"] };

export function stateBadge(state) { return badge(...(states[state] ?? [state])); }

/// What a subscriber hears of: types of events, and contact points.
export function subscriberFields(points, { events = [], contactPoints = [] } = {}) {
    return [
        choicesField({
            name: "contactPoints", label: "Contact points", help: "With none chosen: all, and what belongs to none.",
            value: contactPoints, choices: points.map((point) => ({ value: point.id, label: point.label })),
        }),
        choicesField({
            name: "events", label: "Events", help: "With none chosen: all, also those that later versions bring.", value: events,
            choices: Object.entries(eventKinds).map(([value, label]) => ({ value, label })),
        }),
    ];
}

/// Shows the secret that events are signed with. It is never shown again.
export function showSecret(secret) {
    return ask({
        title: "The secret, shown this once", actions: [], cancel: "I have kept it",
        content: element("div", null,
            element("p", null, "Give it to your system, which checks by it that an event is from this gateway (Standard Webhooks). "
                + "It is not kept in a form that could be shown again; a lost one is replaced."),
            copyable(secret)),
    });
}
