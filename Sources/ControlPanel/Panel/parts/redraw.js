const controls = "a[href], button, input, select, textarea";

/// Puts new elements in place of what is there, and keeps the focus where it was, so that nobody who works by keyboard is
/// thrown back to the beginning of the page: elements are known again by `data-key`, and without one by their place among
/// the controls.
export function redraw(target, ...children) {
    const focused = target.contains(document.activeElement) ? document.activeElement : null;
    const place = focused && [...target.querySelectorAll(controls)].indexOf(focused);
    target.replaceChildren(...children.flat().filter(Boolean));
    if (focused === null || target.contains(document.activeElement)) return;
    const key = focused.dataset.key;
    const now = [...target.querySelectorAll(controls)];
    const next = key ? target.querySelector(`[data-key="${CSS.escape(key)}"]`) : now[Math.min(Math.max(place, 0), now.length - 1)];
    next?.focus({ preventScroll: true });
}

/// Runs `read` again whenever it is called, one run after the other: what comes while one runs is answered by one more.
export function onceAtATime(read) {
    let isRunning = false;
    let isWanted = false;
    return async function run() {
        if (isRunning) {
            isWanted = true;
            return;
        }
        isRunning = true;
        try {
            do {
                isWanted = false;
                await read();
            } while (isWanted);
        } catch (error) {
            if (error.name !== "AbortError") console.warn("cannot be read anew", error.message);
        } finally {
            isRunning = false;
        }
    };
}
