import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { confirm } from "../parts/dialog.js";
import { say } from "../parts/notice.js";

/// The way out of use for a contact point.
///
/// - `gone`: called once it is, before its page is left.
export function removal(contactPoint, gone) {
    return element("section", { class: "card" },
        element("h2", null, "Take out of use"),
        element("p", { class: "help" }, "Without connections and history it is erased. With a history it is archived: its "
            + "conversations stay, and it sends nothing more. Neither can be undone."),
        element("button", { type: "button", class: "danger", onclick: () => remove(contactPoint, gone) }, "Take out of use…"));
}

async function remove({ id, label }, gone) {
    const isDone = await confirm(`Take “${label}” out of use?`,
        "It sends nothing more, and what waits to be sent does not leave. This cannot be undone.", "Take out of use",
        { kind: "danger", act: () => api.delete(path`/contact-points/${id}`) });
    if (!isDone) return;
    gone();
    const stays = (await api.get("/contact-points")).items.some((one) => one.id === id);
    say(stays ? `${label} is archived.` : `${label} is erased.`);
    await router.go("/contact-points");
}
