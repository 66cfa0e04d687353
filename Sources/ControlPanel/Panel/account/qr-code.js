import { element } from "../frame/element.js";
import { encode } from "./qr-encoder.js";

/// Light modules around the code, which readers need to find it.
const margin = 4;
/// Pixels of a module, enough for any screen.
const scale = 8;

/// A text as a QR code, to be photographed by an app; `null` where it is too long for one. It is dark on white in either
/// theme: readers know no other.
export function qrCode(text) {
    const modules = encode(text);
    if (modules === null) return null;
    const size = (modules.length + 2 * margin) * scale;
    const canvas = element("canvas", { width: size, height: size, role: "img", "aria-label": "QR code" });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, size, size);
    pen.fillStyle = "#000";
    modules.forEach((row, y) => row.forEach((isDark, x) => {
        if (isDark) pen.fillRect((x + margin) * scale, (y + margin) * scale, scale, scale);
    }));
    return canvas;
}
