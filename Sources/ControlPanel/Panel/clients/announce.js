import { element } from "../frame/element.js";

const region = element("div", { class: "unseen", role: "status", "aria-live": "polite" });

/// Says to screen readers what others see: that something has moved, or is gone.
export function announce(text) {
    if (!region.isConnected) document.body.append(region);
    region.textContent = text;
}
