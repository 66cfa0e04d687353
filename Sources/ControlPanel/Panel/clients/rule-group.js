import { element } from "../frame/element.js";
import { announce } from "./announce.js";
import { RuleActions } from "./rule-actions.js";
import { RuleCondition } from "./rule-condition.js";
import { kinds } from "./rule-kinds.js";
import { withoutNot } from "./rule-not.js";

const modes = [
    { value: "all", label: "All of these hold", isNot: false, join: "all" },
    { value: "any", label: "At least one of these holds", isNot: false, join: "any" },
    { value: "notAll", label: "Not all of these hold", isNot: true, join: "all" },
    { value: "none", label: "None of these holds", isNot: true, join: "any" },
];

/// Deeper than this the gateway takes no group in a group.
const mostLevels = 5;

/// Conditions that are joined: all of them, any, not all or none. Groups stand in groups.
///
/// What moves up or down goes through the groups as it comes to them: into one at its end or beginning, and out of it.
export class RuleGroup {
    parent = null;
    #children = [];
    #given;
    #mode = element("select", null, modes.map((mode) => element("option", { value: mode.value }, mode.label)));
    #list = element("ol", { role: "list", class: "rule-list" });
    #none = element("p", { class: "empty" });
    #fault = element("p", { class: "fault" });
    #choice;

    /// The whole of the rules: a group, also where the gateway has a single condition.
    static root(rule, given) {
        const { inner } = withoutNot(rule);
        const isGroup = Object.keys(inner).length === 0 || inner.all || inner.any;
        const root = new RuleGroup(isGroup ? rule : { all: [rule] }, { ...given, isRoot: true });
        root.draw();
        return root;
    }

    constructor(rule, given) {
        this.#given = given;
        const { inner, isNot } = withoutNot(rule);
        this.#mode.value = modes.find((mode) => mode.isNot === isNot && mode.join === (inner.any ? "any" : "all")).value;
        this.#choice = element("select", { "aria-label": "What to add" },
            [...kinds.map((kind) => [kind.key, kind.label]), ["group", "A group of conditions"]]
                .map(([value, label]) => element("option", { value }, label)));
        // What is only chosen to be added is no change yet.
        for (const kind of ["input", "change"]) this.#choice.addEventListener(kind, (event) => event.stopPropagation());
        this.#mode.setAttribute("aria-label", "How these are joined");
        this.actions = new RuleActions(this, "group");
        this.element = element(given.isRoot ? "div" : "li", { class: "rule-group" },
            element("div", { class: "rule-head" }, this.#mode, this.actions.element),
            this.#fault, this.#none, this.#list,
            element("div", { class: "row" }, this.#choice,
                element("button", { type: "button", onclick: () => this.#append() }, "Add condition")));
        for (const one of inner.all ?? inner.any ?? []) this.#take(this.#made(one), this.#children.length);
    }

    get title() { return "Group"; }

    get children() { return this.#children; }

    get value() {
        if (this.parent === null && this.#children.length === 0) return {};
        const { isNot, join } = modes.find((mode) => mode.value === this.#mode.value);
        const joined = { [join]: this.#children.map((child) => child.value) };
        return isNot ? { not: joined } : joined;
    }

    #made(rule) {
        const { inner } = withoutNot(rule);
        const isGroup = inner.all || inner.any || Object.keys(inner).length === 0;
        const given = { ...this.#given, isRoot: false };
        return isGroup ? new RuleGroup(rule, given) : new RuleCondition(rule, given);
    }

    #append() {
        const kind = kinds.find((one) => one.key === this.#choice.value);
        const made = this.#made(kind ? kind.begin : { any: [] });
        this.#take(made, this.#children.length);
        this.#changed();
        made.focus();
    }

    #take(child, place) {
        child.parent = this;
        this.#children.splice(place, 0, child);
    }

    get #level() { return this.parent === null ? 0 : this.parent.#level + 1; }

    get #root() { return this.parent === null ? this : this.parent.#root; }

    /// Shows what there is, without touching what is where it should be: it may have the focus.
    draw() {
        this.actions.element.hidden = this.parent === null;
        this.#children.forEach((child, place) => {
            const there = this.#list.children[place];
            if (there !== child.element) this.#list.insertBefore(child.element, there ?? null);
        });
        while (this.#list.children.length > this.#children.length) this.#list.lastElementChild.remove();
        this.#none.hidden = this.#children.length > 0;
        this.#none.textContent = this.parent === null
            ? "There are no rules: customers may always begin a conversation." : "This group has no conditions yet.";
        this.#choice.querySelector('[value="group"]').disabled = this.#level >= mostLevels;
        this.#children.forEach((child, place) => {
            const isOutermost = this.parent === null;
            child.actions.limit(isOutermost && place === 0, isOutermost && place === this.#children.length - 1);
            child.draw?.();
        });
    }

    #changed() {
        this.#root.draw();
        this.element.dispatchEvent(new Event("input", { bubbles: true }));
    }

    /// - Parameter by: -1 for up, 1 for down.
    move(child, by) {
        const place = this.#children.indexOf(child);
        const neighbour = this.#children[place + by];
        const leaves = neighbour === undefined;
        if (leaves && this.parent === null) return;
        this.#children.splice(place, 1);
        if (leaves) this.parent.#take(child, this.parent.#children.indexOf(this) + (by > 0 ? 1 : 0));
        else if (neighbour instanceof RuleGroup) neighbour.#take(child, by > 0 ? 0 : neighbour.#children.length);
        else this.#take(child, place + by);
        const group = child.parent;
        this.#changed();
        const inside = group.parent === null ? "the rules" : `a group: ${group.#words}`;
        announce(`${child.title} is now ${group.#children.indexOf(child) + 1} of ${group.#children.length} in ${inside}.`);
    }

    get #words() { return modes.find((mode) => mode.value === this.#mode.value).label; }

    remove(child) {
        const place = this.#children.indexOf(child);
        this.#children.splice(place, 1);
        this.#changed();
        (this.#children[place] ?? this.#children[place - 1] ?? this).focus();
        announce(`${child.title} was removed.`);
    }

    focus() { this.#mode.focus(); }

    /// - Parameter place: `.all[1].not.days`; what is within it.
    /// - Returns: whether it is shown.
    complain(reason, place = "") {
        if (reason === null) {
            this.#fault.textContent = "";
            this.element.classList.remove("wrong");
            for (const child of this.#children) child.complain(null);
            return true;
        }
        const found = place.match(/^(?:\.not)?\.(?:all|any)\[(\d+)\](.*)$/);
        const child = found && this.#children[Number(found[1])];
        if (child) return child.complain(reason, found[2]);
        this.#fault.textContent = reason;
        this.element.classList.add("wrong");
        return true;
    }
}
