import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { askForm } from "../parts/form-dialog.js";
import { copyable } from "../parts/copy.js";
import { ask } from "../parts/dialog.js";
import { choiceField, textField } from "../parts/fields.js";
import { momentField } from "../parts/moment-field.js";
import { levelChoices } from "./levels.js";
import { rolesField } from "./role-choices.js";

/// Asks for what a key shall be, makes it, and shows its token, which is never shown again.
export async function makeKey(roles, users) {
    const label = textField({ name: "label", label: "Name", isRequired: true, maxlength: 100, placeholder: "Web shop" });
    const level = choiceField({ name: "level", label: "Level", choices: levelChoices });
    const user = choiceField({
        name: "user", label: "Acts for", help: "For a user it has that user’s roles, and the lower of both levels.",
        choices: [{ value: "", label: "Nobody: a service of its own" },
            ...users.filter((one) => one.state === "active").map((one) => ({ value: one.id, label: one.name }))],
    });
    const held = rolesField(roles, { help: "They say what it may read, answer and send, at which contact point." });
    const expiresAt = momentField({ name: "expiresAt", label: "Expires", help: "Left empty: never." });
    user.element.addEventListener("change", () => { held.element.hidden = user.value !== ""; });
    const made = await askForm({
        title: "New key", fields: [label, level, user, held, expiresAt], label: "Make it",
        act: ({ user, roles, expiresAt, ...rest }) => api.post("/api-keys", {
            ...rest, ...(user ? { user } : { roles }), ...(expiresAt === null ? {} : { expiresAt }),
        }),
    });
    if (!made) return null;
    await ask({
        title: `The key ${made.label}, shown this once`, actions: [], cancel: "I have kept it",
        content: element("div", null,
            element("p", null, "Put it where the system that uses it keeps its secrets. Only its hash is kept here; a lost key is "
                + "replaced."),
            copyable(made.token)),
    });
    return made;
}
