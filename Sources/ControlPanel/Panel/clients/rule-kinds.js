import { element } from "../frame/element.js";
import { DatesInput } from "./rule-dates.js";
import { RangesInput, WeekInput, dayNames } from "./rule-times.js";

/// Every condition that there is. `verbs` say that it holds and that it must not; `begin` is what a new one says.
export const kinds = [
    {
        key: "hours", label: "Hours of the week", isTimed: true,
        verbs: ["The time is within these hours of the week", "The time is outside these hours of the week"],
        begin: { hours: Object.fromEntries(Object.keys(dayNames).slice(0, 5).map((day) => [day, ["09:00-17:00"]])) },
        make: (value) => new WeekInput(value),
    },
    {
        key: "times", label: "Time of day", isTimed: true,
        verbs: ["The time of day is within", "The time of day is outside"], begin: { times: ["09:00-17:00"] },
        make: (value) => new RangesInput("Times of day", value),
    },
    {
        key: "days", label: "Day of the week", isTimed: true, verbs: ["The day is one of", "The day is none of"],
        begin: { days: Object.keys(dayNames).slice(0, 5) }, make: (value) => new DaysInput(value),
    },
    {
        key: "dates", label: "Dates and holidays", isTimed: true, verbs: ["The date is one of", "The date is none of"],
        begin: { not: { dates: [{ date: "" }] } }, make: (value) => new DatesInput(value),
    },
    figure("waitingConversations", "Waiting conversations", "conversations wait", { lessThan: 10 }),
    figure("availableAgents", "Available agents", "agents are available", { atLeast: 1 }),
    figure("agentCapacity", "Agent capacity", "more conversations can be taken by those who are available", { atLeast: 1 }),
];

function figure(key, label, unit, begin) {
    return { key, label, verbs: null, begin: { [key]: begin }, make: (value) => new FigureInput(label, unit, value) };
}

export const relations = {
    lessThan: "Fewer than", atMost: "At most", atLeast: "At least", moreThan: "More than",
};

const opposites = { lessThan: "atLeast", atMost: "moreThan", atLeast: "lessThan", moreThan: "atMost" };

class DaysInput {
    #boxes;

    constructor(days) {
        this.#boxes = Object.entries(dayNames).map(([value, label]) => {
            const box = element("input", { type: "checkbox", value });
            box.checked = days.includes(value);
            return { box, label };
        });
        this.element = element("div", { class: "choices" },
            this.#boxes.map(({ box, label }) => element("label", { class: "choice" }, box, ` ${label}`)));
    }

    get value() { return this.#boxes.filter(({ box }) => box.checked).map(({ box }) => box.value); }
}

class FigureInput {
    #relation;
    #number = element("input", { type: "number", class: "short", min: 0, max: 1_000_000, step: 1 });

    constructor(label, unit, comparison) {
        const [relation, number] = Object.entries(comparison)[0];
        this.#relation = element("select", { "aria-label": `${label}: how many` },
            Object.entries(relations).map(([value, words]) => element("option", { value }, words)));
        this.#relation.value = relation;
        this.#number.value = number;
        this.#number.setAttribute("aria-label", label);
        this.element = element("div", { class: "row figure" }, this.#relation, this.#number, element("span", null, unit));
    }

    get value() { return { [this.#relation.value]: this.#number.value === "" ? null : Number(this.#number.value) }; }

    /// Not fewer than three are at least three.
    invert() { this.#relation.value = opposites[this.#relation.value]; }
}
