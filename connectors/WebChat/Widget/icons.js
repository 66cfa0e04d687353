const paths = {
    chat: "M21 11.5a8.4 8.4 0 0 1-9 8.4 9.6 9.6 0 0 1-3.6-.7L3 21l1.8-4.6A8 8 0 0 1 3 11.5a8.6 8.6 0 0 1 9-8.4 8.6 8.6 0 0 1 9 8.4z",
    minimize: "M6 9l6 6 6-6",
    close: "M6 6l12 12M18 6L6 18",
    menu: "M12 5.5v.01M12 12v.01M12 18.5v.01",
    window: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
    send: "M4 12l16-8-6 16-3-7zM11 13l9-9",
    attach: "M20 11.5l-8.6 8.6a5.3 5.3 0 0 1-7.5-7.5l8.9-8.9a3.5 3.5 0 0 1 5 5l-8.9 8.9a1.8 1.8 0 0 1-2.5-2.5l8-8",
    emoji: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM8.5 14a4.3 4.3 0 0 0 7 0M9 9.5v.01M15 9.5v.01",
    mute: "M4 10v4h3l5 4V6L7 10zM16 9l5 6M21 9l-5 6",
    sound: "M4 10v4h3l5 4V6L7 10zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
    mail: "M4 6h16v12H4zM4 7l8 6 8-6",
    end: "M9 4H5v16h4M14 8l4 4-4 4M18 12H9",
    help: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.8v.01",
    info: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM12 11v5.5M12 7.5v.01",
    phone: "M6 3h4l1.5 5-2.3 1.6a12 12 0 0 0 5.2 5.2L16 12.5l5 1.5v4a2 2 0 0 1-2.2 2A16.8 16.8 0 0 1 4 5.2 2 2 0 0 1 6 3z",
    link: "M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5 13.3A4 4 0 0 0 10.7 19l1.3-1.3",
    cart: "M3 4h2.5l2.3 11h10L20 7.5H6.3M9 19.5v.01M17 19.5v.01",
    file: "M14 3H6v18h12V7zM14 3v4h4",
    clock: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM12 7v5l3 2",
};

/// The names that a custom item of the menu may ask for.
export const iconNames = Object.keys(paths);

/// An icon that says nothing to a screen reader: what carries it has a name.
export function icon(name) {
    const namespace = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(namespace, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("class", `icon icon-${name}`);
    drawing.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", paths[name] ?? paths.link);
    drawing.append(path);
    return drawing;
}
