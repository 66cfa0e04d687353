import { element } from "../frame/element.js";
import { me } from "../frame/session.js";

/// What the list of conversations shows, and what of it the API can be asked for.
///
/// `value` is `{owner, contactPoint, platform, state, only, search}`; `onchange` is called when somebody has chosen.
export class Filters {
    #controls = {};
    #count = element("span", { class: "filter-count" });
    value;

    constructor(query, { points, platforms, onchange }) {
        const restored = query.size > 0 ? query : new URLSearchParams(sessionStorage.getItem("gatehouse-inbox-filters") ?? "");
        this.#choice("owner", "Whose", [["", "Everybody’s"], ["me", "Mine"], ["none", "Nobody’s yet"]]);
        this.#choice("only", "Only", [["", "All of them"], ["waiting", "Waiting too long"], ["optOut", "Possible opt-outs"]]);
        this.#choice("state", "State", [
            ["", "Not closed"], ["new", "New"], ["active", "Active"], ["inactive", "Inactive"], ["closed", "Closed"], ["any", "Any"]]);
        this.#choice("contactPoint", "Contact point", [["", "Any"], ...points.map((point) => [point.id, point.label])]);
        this.#choice("platform", "Platform", [["", "Any"], ...[...platforms.values()].map((one) => [one.id, one.label])]);
        const search = element("input", { type: "search", id: "filter-search", maxlength: 100, placeholder: "Words in messages", "aria-label": "Search in messages" });
        this.#controls.search = search;
        for (const [name, control] of Object.entries(this.#controls)) {
            const given = restored.get(name) ?? "";
            if (control === search || [...control.options].some((option) => option.value === given)) control.value = given;
        }
        const more = element("details", null,
            element("summary", null, "More filters ", this.#count),
            ["state", "contactPoint", "platform"].map((name) => this.#labelled(name)));
        this.element = element("form", { class: "filters", role: "search", "aria-label": "Conversations", novalidate: true },
            search, element("div", { class: "filter-pair" }, this.#labelled("owner"), this.#labelled("only")), more);
        this.#take();
        more.open = this.#moreCount > 0;
        this.element.addEventListener("submit", (event) => event.preventDefault());
        this.element.addEventListener("change", () => { this.#take(); onchange(); });
    }

    #labels = {};

    #choice(name, label, options) {
        this.#labels[name] = label;
        this.#controls[name] = element("select", { id: `filter-${name}` }, options.map(([value, text]) => element("option", { value }, text)));
    }

    #labelled(name) {
        return element("div", { class: "filter" },
            element("label", { for: `filter-${name}` }, this.#labels[name]), this.#controls[name]);
    }

    get #moreCount() { return ["state", "contactPoint", "platform"].filter((name) => this.#controls[name].value !== "").length; }

    #take() {
        this.value = Object.fromEntries(Object.entries(this.#controls).map(([name, control]) => [name, control.value.trim()]));
        if (this.value.search.length < 2) this.value.search = "";
        this.#count.textContent = this.#moreCount > 0 ? `(${this.#moreCount})` : "";
        sessionStorage.setItem("gatehouse-inbox-filters", this.query);
    }

    /// For the address of the screen: without the question mark.
    get query() {
        return new URLSearchParams(Object.entries(this.value).filter(([, value]) => value !== "")).toString();
    }

    get isNarrowed() { return this.query !== ""; }

    /// What is closed changes no more; what is open is listed by who spoke last.
    get isBySpeech() { return this.value.state !== "closed" && this.value.state !== "any"; }

    /// What the API is asked for.
    get asked() {
        const { owner, contactPoint, platform, state, only, search } = this.value;
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries({ owner, contactPoint, platform, search })) if (value) query.set(name, value);
        if (state === "") query.set("open", "true");
        else if (state !== "any") query.set("state", state);
        if (this.isBySpeech) query.set("order", "lastMessage");
        if (only === "waiting") query.set("overdue", "true");
        if (only === "optOut") query.set("possibleOptOut", "true");
        return query;
    }

    /// Whether a conversation that has changed belongs to what is shown. What only the gateway can know, it is asked.
    fits(conversation) {
        const { owner, contactPoint, platform, state, only } = this.value;
        return (!contactPoint || conversation.contactPoint === contactPoint)
            && (!platform || conversation.platform === platform)
            && (owner !== "me" || conversation.owner === me.id) && (owner !== "none" || !conversation.owner)
            && (state === "any" || (state === "" ? conversation.state !== "closed" : conversation.state === state))
            && (only !== "waiting" || waitsTooLong(conversation));
    }
}

/// Whether the customer should have had an answer by now.
export function waitsTooLong(conversation) {
    return conversation.state !== "closed" && Boolean(conversation.unansweredSince)
        && Boolean(conversation.responseDueAt) && new Date(conversation.responseDueAt) <= new Date();
}
