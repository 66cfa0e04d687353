/// Puts new elements in place of what is there, and keeps the focus where it was: elements are known again by `data-key`.
export function redraw(target, ...children) {
    const key = target.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    target.replaceChildren(...children.flat().filter(Boolean));
    if (key) target.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
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
