import { element } from "../frame/element.js";

export const dayNames = {
    monday: "Monday", tuesday: "Tuesday", wednesday: "Wednesday", thursday: "Thursday", friday: "Friday",
    saturday: "Saturday", sunday: "Sunday",
};

const hint = "Such as 08:00-12:00, 13:00-18:00. A range that ends before it begins goes past midnight.";

/// What a person typed as ranges of times, as the gateway reads them; what is no range stays as it was typed.
export function rangesOf(text) {
    return text.split(/[,;]+/).map((part) => part.trim()).filter((part) => part !== "").map((part) => {
        const match = part.match(/^(\d{1,2})(?::?(\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?::?(\d{2}))?$/);
        if (!match) return part;
        const [, from, fromMinute = "00", to, toMinute = "00"] = match;
        return `${from.padStart(2, "0")}:${fromMinute}-${to.padStart(2, "0")}:${toMinute}`;
    });
}

/// Ranges of the times of a day, by commas.
export class RangesInput {
    #input = element("input", { autocomplete: "off", spellcheck: "false" });

    constructor(label, ranges, { placeholder = "09:00-17:00", help = hint } = {}) {
        this.#input.setAttribute("aria-label", label);
        this.#input.placeholder = placeholder;
        this.#input.value = ranges.join(", ");
        // Written as it is understood, once somebody has typed it.
        this.#input.addEventListener("change", () => { this.#input.value = this.value.join(", "); });
        this.element = element("div", null, this.#input, help && element("p", { class: "help" }, help));
    }

    get value() { return rangesOf(this.#input.value); }
}

/// Ranges of times for each day of the week.
export class WeekInput {
    #days;

    constructor(hours) {
        this.#days = Object.entries(dayNames).map(([day, name]) => [day, name,
            new RangesInput(name, hours[day] ?? [], { placeholder: "Closed", help: null })]);
        this.element = element("div", { class: "week" },
            this.#days.map(([, name, input]) => element("div", { class: "week-day" },
                element("span", { "aria-hidden": "true" }, name), input.element)),
            element("p", { class: "help" }, hint));
    }

    get value() {
        const days = this.#days.map(([day, , input]) => [day, input.value]);
        return Object.fromEntries(days.filter(([, ranges]) => ranges.length > 0));
    }

    /// Which day a fault is about.
    placed(place) { return dayNames[place.match(/\.hours\.(\w+)/)?.[1]]; }
}
