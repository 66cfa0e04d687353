const pattern = /(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const allowed = ["http:", "https:", "mailto:", "tel:"];

/// The address a link may lead to, or null: nothing that could run in a page.
export function safeAddress(text, base) {
    try {
        const address = new URL(text, base);
        return allowed.includes(address.protocol) ? address.href : null;
    } catch {
        return null;
    }
}

/// A text as pieces, with the addresses in it as links: `{text}` or `{text, address}`.
export function pieces(text) {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(pattern)) {
        const words = trimmed(match[0]);
        const scheme = /^(https?:|mailto:|tel:)/i.test(words) ? "" : /^www\./i.test(words) ? "https://" : "mailto:";
        const address = safeAddress(scheme + words);
        if (!address) continue;
        if (match.index > end) found.push({ text: text.slice(end, match.index) });
        found.push({ text: words, address });
        end = match.index + words.length;
    }
    if (end < text.length) found.push({ text: text.slice(end) });
    return found;
}

/// Without the signs that end a sentence, and without a bracket that was opened before the address.
function trimmed(words) {
    let result = words.replace(/[.,;:!?'’»]+$/, "");
    while (result.endsWith(")") && result.split("(").length < result.split(")").length) {
        result = result.slice(0, -1).replace(/[.,;:!?]+$/, "");
    }
    return result;
}
