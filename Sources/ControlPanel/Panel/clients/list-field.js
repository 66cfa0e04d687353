import { element } from "../frame/element.js";
import { Field } from "../parts/fields.js";
import { announce } from "./announce.js";
import { isSame } from "../parts/same.js";
import { ListItem } from "./list-item.js";
import { sortable } from "./sortable.js";

/// An ordered list of things of the same fields: added, edited, removed, and moved by buttons or by dragging.
///
/// `item` is what one of them is called, `declared` are its fields, `makeField` makes one of them.
export function listField({ value, declared, makeField, most, item: noun, ...given }) {
    let items = [];
    const list = element("ol", { role: "list", class: "items" });
    const none = element("p", { class: "empty" }, `There is no ${noun} yet.`);
    const add = element("button", { type: "button", onclick: () => append() }, `Add ${article(noun)} ${noun}`);
    const control = element("div", { class: "list-field" }, none, list, element("div", { class: "actions" }, add));
    const tell = () => control.dispatchEvent(new Event("input", { bubbles: true }));

    const draw = () => {
        // Only what is not where it should be is moved: an element that is moved loses the focus.
        items.forEach((item, place) => {
            if (list.children[place] !== item.element) list.insertBefore(item.element, list.children[place] ?? null);
            item.placed(place, items.length);
        });
        while (list.children.length > items.length) list.lastElementChild.remove();
        none.hidden = items.length > 0;
        add.disabled = items.length >= most;
    };
    const make = (values, isSaved) => new ListItem({
        declared, values, makeField, noun, isSaved,
        taken: (self) => items.filter((item) => item !== self).map((item) => item.id),
        move: (self, by) => move(items.indexOf(self), items.indexOf(self) + by, self),
        remove: (self) => remove(self),
    });
    const append = () => {
        const item = make({}, false);
        items.push(item);
        draw();
        item.open();
        item.focus();
        tell();
    };
    const move = (from, to, item = items[from]) => {
        if (to < 0 || to >= items.length || from === to) return;
        const focused = document.activeElement;
        items.splice(to, 0, ...items.splice(from, 1));
        draw();
        if (control.contains(focused)) item.keepFocus(focused);
        announce(`${item.title} is now ${to + 1} of ${items.length}.`);
        tell();
    };
    const remove = (item) => {
        const place = items.indexOf(item);
        items.splice(place, 1);
        draw();
        (items[place] ?? items[place - 1])?.focusHead();
        if (items.length === 0) add.focus();
        announce(`${item.title} was removed.`);
        tell();
    };
    sortable(list, move);
    control.addEventListener("input", () => { for (const item of items) item.named(); });

    const write = (values) => {
        // What stays the same item stays as it is shown: opened, with the focus in it.
        const before = items;
        items = values.map((one, place) => {
            const same = before[place];
            if (same && isSame(same.value, one)) {
                same.saved();
                return same;
            }
            return make(one, true);
        });
        list.replaceChildren(...items.map((item) => item.element));
        draw();
    };
    const field = new Field({
        ...given, control, isGroup: true, read: () => items.map((item) => item.value),
        write: (values) => write(values ?? []),
    });
    write(value);
    field.reset();
    field.hold = (holds) => {
        for (const item of items) item.hold(holds);
        if (!holds) for (const item of items) item.named();
    };
    const { reset, keepOver } = field;
    field.reset = (saved) => {
        reset.call(field, saved);
        for (const item of items) item.saved();
    };
    field.keepOver = (saved) => {
        const names = saved?.map((one) => one[nameOf(declared)]) ?? [];
        for (const item of items) if (names.includes(item.id)) item.saved();
        keepOver.call(field, saved);
    };
    const complain = field.complain;
    field.complain = (reason, name = field.name) => {
        if (reason === null) for (const item of items) item.complain(null);
        const place = name.slice(field.name.length).match(/^\[(\d+)\]\.?(.*)$/);
        const item = place && items[Number(place[1])];
        if (item && reason !== null) item.complain(reason, place[2]);
        else complain.call(field, reason);
    };
    const focus = field.focus;
    field.focus = () => {
        const wrong = items.find((item) => item.isWrong);
        if (wrong) wrong.focusFault();
        else focus.call(field);
    };
    return field;
}

/// Under which an item has its name.
function nameOf(declared) { return declared.find((one) => one.kind === "name")?.path; }

function article(noun) { return /^[aeiou]/i.test(noun) ? "an" : "a"; }
