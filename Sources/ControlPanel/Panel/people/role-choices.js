import { choicesField } from "../parts/fields.js";

/// The roles that somebody can be given: all but *everyone*, which users hold without; a disabled one only where it is held.
export function rolesField(roles, { value = [], help } = {}) {
    const offered = roles.filter((role) => role.id !== "everyone" && (!role.disabled || value.includes(role.id)));
    const none = "There are no roles yet; they are made under “Roles”.";
    return choicesField({
        name: "roles", label: "Roles", help: offered.length === 0 ? none : help, value,
        choices: offered.map((role) => ({ value: role.id, label: role.disabled ? `${role.label} (disabled)` : role.label })),
    });
}

/// The labels of roles, for reading.
export function roleLabels(roles, held) {
    return held.map((id) => roles.find((role) => role.id === id)?.label ?? id).join(", ");
}
