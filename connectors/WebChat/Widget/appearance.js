/// The names of colors.json as custom properties: `agentMessageText` is `--agent-message-text`.
const property = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/// What is written on each. Where only the ground was set, and the standard text cannot be read on it, the text is
/// black or white.
const written = {
    primary: ["onPrimary"], background: ["onBackground", "menuText", "error"], attachment: ["onAttachment"],
    transcriptBackground: ["eventText"], agentMessageBackground: ["agentMessageText", "agentMessageLink"],
    customerMessageBackground: ["customerMessageText", "customerMessageLink"],
    typingIndicatorBackground: ["typingIndicator"],
};

/// Puts on the colours and the font that were set; the style sheet has the others.
export function dress(root, settings, isDark) {
    root.dataset.theme = isDark ? "dark" : "light";
    for (const name of [...root.style]) root.style.removeProperty(name);
    const set = {};
    for (const [name, color] of Object.entries(settings.colors ?? {})) {
        const value = typeof color === "string" ? color : color?.[isDark ? "dark" : "light"];
        if (/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(value ?? "")) set[name] = value;
    }
    if (set.primary) set.customerMessageBackground ??= set.primary;
    const standard = getComputedStyle(root);
    for (const [ground, names] of Object.entries(written)) {
        if (!set[ground]) continue;
        for (const name of names.filter((name) => !set[name])) {
            const text = standard.getPropertyValue(property(name)).trim();
            set[name] = contrast(text, set[ground]) >= 4.5 ? text : readableOn(set[ground]);
        }
    }
    for (const [name, value] of Object.entries(set)) root.style.setProperty(property(name), value);
    if (settings.font) root.style.setProperty("--font", settings.font);
    root.style.setProperty("--menu-horizontal", `${settings.menu?.offset?.horizontal ?? 0}px`);
    root.style.setProperty("--menu-vertical", `${settings.menu?.offset?.vertical ?? 0}px`);
}

/// Black or white, whichever stands out more.
export function readableOn(color) {
    return contrast("#000000", color) > contrast("#ffffff", color) ? "#000000" : "#ffffff";
}

/// WCAG 2.2, contrast ratio.
function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
}

function luminance(color) {
    const digits = color.length < 7 ? color.slice(1, 4).replace(/./g, "$&$&") : color.slice(1, 7);
    const [red, green, blue] = [0, 2, 4].map((start) => {
        const share = parseInt(digits.slice(start, start + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
