/// Lets the items of a list be moved by dragging their handles, with a mouse, a pen or a finger.
///
/// `move(from, to)` is called each time an item passes another.
export function sortable(list, move) {
    list.addEventListener("pointerdown", (event) => {
        const handle = event.target.closest(".handle");
        const item = handle?.closest("li");
        if (!item || item.parentElement !== list || event.button !== 0 || handle.closest("fieldset:disabled")) return;
        event.preventDefault();
        const ending = new AbortController();
        const { signal } = ending;
        const end = () => {
            item.classList.remove("dragged");
            ending.abort();
        };
        item.classList.add("dragged");
        addEventListener("pointermove", ({ clientY }) => drag(list, item, clientY, move), { signal });
        for (const name of ["pointerup", "pointercancel", "blur"]) addEventListener(name, end, { signal });
        addEventListener("keydown", ({ key }) => { if (key === "Escape") end(); }, { signal });
    });
}

/// An item changes its place with each neighbour whose middle the pointer has passed.
function drag(list, item, y, move) {
    const middle = (other) => {
        const box = other.getBoundingClientRect();
        return box.top + box.height / 2;
    };
    for (let left = list.children.length; left > 0; left -= 1) {
        const place = [...list.children].indexOf(item);
        const [before, after] = [item.previousElementSibling, item.nextElementSibling];
        if (before && y < middle(before)) move(place, place - 1);
        else if (after && y > middle(after)) move(place, place + 1);
        else return;
    }
}
