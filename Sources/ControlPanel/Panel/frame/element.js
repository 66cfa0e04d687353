/// Makes an element without ever reading markup: text is text, whoever wrote it.
///
/// Attributes that begin with `on` are listeners; `true` sets an empty attribute, `false`, `null` and `undefined` set none.
/// Children that are `null`, `undefined` or `false` are left out, lists are taken apart.
export function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
        else setAttribute(made, name, value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return made;
}

/// Sets or takes away an attribute.
export function setAttribute(target, name, value) {
    if (value === false || value === null || value === undefined) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? "" : String(value));
}

let count = 0;

/// An id that no other element has: for labels and descriptions.
export function newID(prefix = "e") {
    count += 1;
    return `${prefix}-${count}`;
}
