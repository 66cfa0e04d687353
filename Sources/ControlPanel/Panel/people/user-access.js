import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { router } from "../frame/router.js";
import { me } from "../frame/session.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { Complaint, say } from "../parts/notice.js";
import { redraw } from "../parts/redraw.js";
import { nameOf, showLink } from "./user-parts.js";

/// What an administrator can do about how somebody gets in. What is of no use as things stand is not offered.
///
/// - `draw(user)`: shows the user as it is then.
export function accessCard(user, address, { signal, draw }) {
    const complaint = new Complaint();
    const actions = element("div", { class: "actions" });
    const name = nameOf(user);

    async function renew(done) {
        if (done) say(done);
        const now = await api.get(address, { signal });
        draw(now);
        offer(now);
    }

    function offer(now) {
        const act = (label, work, kind) => button(label, work, { complaint, kind });
        const sure = (title, text, label, work, done, kind) => async () => {
            if (await confirm(title, text, label, { kind, act: work })) await renew(done);
        };
        const isSelf = now.id === me.id;
        redraw(actions, ...[
            now.state === "active" && act(now.passwordSetAt ? "Link for a new password" : "New invitation link", async () => {
                await showLink(await api.post(`${address}/password-link`), name);
            }),
            now.hasSecondFactor && act("Take the second factor away…", sure(
                `Take the second factor of ${name} away?`,
                "For somebody who has lost the app and the recovery codes. They are signed out everywhere, and sign in by password "
                + "alone until they set up another one.", "Take it away", () => api.delete(`${address}/second-factor`),
                "It is taken away.", "danger")),
            now.state === "active" && !isSelf && act("End all sessions…", sure(
                `Sign ${name} out everywhere?`, "They can sign in again.", "End all sessions",
                () => api.delete(`${address}/sessions`), "All sessions are ended.")),
            now.state === "active" && !isSelf && act("Disable…", sure(
                `Disable ${name}?`, "They are signed out and cannot sign in, and keys that act for them open nothing, until they are "
                + "enabled again.", "Disable", () => api.patch(address, { state: "disabled" }), "Disabled.", "danger"), "danger"),
            now.state === "disabled" && act("Enable", async () => {
                await api.patch(address, { state: "active" });
                await renew("Enabled.");
            }, "primary"),
            now.state !== "erased" && !isSelf && act("Erase…", async () => {
                const isDone = await confirm(`Erase ${name} for good?`,
                    "Name, e-mail address, password and second factor are erased, and the keys that act for them are revoked. What they "
                    + "did stays in the logs, under an id. This cannot be undone.", "Erase for good",
                    { kind: "danger", act: () => api.delete(address) });
                if (isDone) await router.go("/users");
            }, "danger"),
        ].filter(Boolean));
    }

    offer(user);
    return element("div", null, complaint.element, actions);
}
