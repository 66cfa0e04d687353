import { encode } from "./qr-encoder.js";

const namespace = "http://www.w3.org/2000/svg";
/// Light modules around the code, which readers need to find it.
const margin = 4;

/// A text as a QR code, to be photographed by an app; `null` where it is too long for one. It is dark on white in either
/// theme: readers know no other.
export function qrCode(text) {
    const modules = encode(text);
    if (modules === null) return null;
    const size = modules.length + 2 * margin;
    const picture = shape("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": "QR code", "shape-rendering": "crispEdges" });
    const dark = modules.flatMap((row, y) => row.map((isDark, x) => isDark ? `M${x + margin} ${y + margin}h1v1h-1z` : "")).join("");
    picture.append(shape("rect", { width: size, height: size, fill: "#fff" }), shape("path", { d: dark, fill: "#000" }));
    return picture;
}

function shape(name, attributes) {
    const made = document.createElementNS(namespace, name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
}
