/// A document of settings, read and changed by paths: `menu.offset.horizontal`.

/// What stands at a path; `undefined` where nothing does.
export function at(document, path) {
    return path.split(".").reduce((place, name) => place?.[name], document);
}

/// A copy of a document with another value at a path.
export function withValue(document, path, value) {
    const [name, ...rest] = path.split(".");
    const before = document ?? {};
    return { ...before, [name]: rest.length === 0 ? value : withValue(before[name], rest.join("."), value) };
}

/// What is to be sent for some paths that have changed. Of an object at the top the gateway keeps what is not given, but no
/// deeper: what lies deeper goes as a whole.
export function changes(document, paths) {
    return paths.reduce((body, path) => {
        const top = path.split(".").slice(0, 2).join(".");
        return withValue(body, top, at(document, top));
    }, {});
}
