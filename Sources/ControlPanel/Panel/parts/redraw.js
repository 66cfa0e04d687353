const controls = "a[href], button, input, select, textarea";

/// Draws a place anew. Where the focus was in it, it goes to the control that is then at the same place, so that nobody who
/// works by keyboard is thrown back to the beginning of the page.
export function redraw(place, ...children) {
    const found = place.contains(document.activeElement) ? [...place.querySelectorAll(controls)].indexOf(document.activeElement) : null;
    place.replaceChildren(...children);
    if (found === null) return;
    const now = [...place.querySelectorAll(controls)];
    const next = now[Math.min(Math.max(found, 0), now.length - 1)];
    if (next) {
        next.focus();
    } else {
        place.tabIndex = -1;
        place.focus();
    }
}
