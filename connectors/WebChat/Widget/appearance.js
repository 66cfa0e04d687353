/// The names of colors.json as custom properties: `agentMessageText` is `--agent-message-text`.
const property = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/// Behind these, what is written is black or white.
const backgrounds = ["primary", "background", "attachment"];

/// Puts on the colours and the font that were set; the style sheet has the others.
export function dress(root, settings, isDark) {
    root.dataset.theme = isDark ? "dark" : "light";
    for (const name of root.style ? [...root.style] : []) root.style.removeProperty(name);
    for (const [name, color] of Object.entries(settings.colors ?? {})) {
        const value = typeof color === "string" ? color : color?.[isDark ? "dark" : "light"];
        if (!/^#[0-9a-f]{3,8}$/i.test(value ?? "")) continue;
        root.style.setProperty(property(name), value);
        if (backgrounds.includes(name)) root.style.setProperty(`--on-${name}`, readableOn(value));
    }
    if (settings.font) root.style.setProperty("--font", settings.font);
    root.style.setProperty("--menu-horizontal", `${settings.menu?.offset?.horizontal ?? 0}px`);
    root.style.setProperty("--menu-vertical", `${settings.menu?.offset?.vertical ?? 0}px`);
}

/// Black or white, whichever stands out more (WCAG 2.2, relative luminance).
export function readableOn(color) {
    const digits = color.length < 7 ? color.slice(1, 4).replace(/./g, "$&$&") : color.slice(1, 7);
    const [red, green, blue] = [0, 2, 4].map((start) => {
        const share = parseInt(digits.slice(start, start + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return luminance > 0.179 ? "#000000" : "#ffffff";
}
