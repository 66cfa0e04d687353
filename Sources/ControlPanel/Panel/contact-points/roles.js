import { element } from "../frame/element.js";
import { call } from "../frame/api.js";
import { choicesField } from "../parts/fields.js";

/// Lists of roles at a contact point, as one portion of its form: who of them may do what.
///
/// - `path`: of the document that holds the lists.
/// - `lists`: `[{name, label, help, nobody}]`; `nobody` says what an empty list means.
/// - `roles`: all there are.
export async function rolesPortion({ path, lists, roles, signal }) {
    let shown = await call("GET", path, { signal });
    const choices = roles.map((role) => ({
        value: role.id, label: role.disabled ? `${role.label} (disabled: grants nothing)` : role.label,
    }));
    const notes = [];
    const fields = lists.map(({ nobody, ...list }) => {
        const note = element("p", { class: "warning-box", role: "status" });
        const field = choicesField({ ...list, value: shown.body[list.name], choices, after: note });
        const draw = () => {
            note.textContent = field.value.length === 0 ? nobody : "";
            note.hidden = field.value.length > 0;
        };
        field.element.addEventListener("change", draw);
        draw();
        notes.push(draw);
        return field;
    });
    const take = (answer) => {
        shown = answer;
        return { tag: answer.tag, values: answer.body };
    };
    return {
        fields, tag: shown.tag,
        // Both lists are one document.
        save: async (values, tag) => take(await call("PUT", path, { body: { ...shown.body, ...values }, tag })),
        reload: async () => take(await call("GET", path, { signal })),
        taken: () => { for (const draw of notes) draw(); },
    };
}
