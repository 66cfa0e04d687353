/// Makes an element without ever reading markup: text is text, whoever wrote it.
///
/// Attributes that begin with `on` are listeners; `true` sets an empty attribute, `false` and `null` set none.
export function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
        else setAttribute(made, name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return made;
}

/// Sets or takes away an attribute, and touches nothing where it is right already.
export function setAttribute(target, name, value) {
    if (value === false || value === null || value === undefined) target.removeAttribute(name);
    else {
        const text = value === true ? "" : String(value);
        if (target.getAttribute(name) !== text) target.setAttribute(name, text);
    }
}

/// Sets a text, and touches nothing where it is right already: a screen reader would say it again.
export function setText(target, text) {
    if (target.textContent !== text) target.textContent = text;
}

/// A button that shows an icon and has its name in words.
export function iconButton(icon, label, attributes) {
    const own = { type: "button", class: "icon-button", "aria-label": label, title: label };
    return element("button", { ...own, ...attributes }, icon);
}

/// A button that reads like a link.
export function textButton(label, act) {
    return element("button", { type: "button", class: "text-button", onclick: act }, label);
}
