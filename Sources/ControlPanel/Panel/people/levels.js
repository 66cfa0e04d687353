/// The permission levels, in the words of the panel. What each may do is the server's to say.
export const levels = [
    { value: "agent", label: "Agent", about: "reads and answers conversations" },
    { value: "manager", label: "Manager", about: "also stop lists, events and checklists" },
    { value: "administrator", label: "Administrator", about: "also configuration, users and keys" },
];

export function levelLabel(value) { return levels.find((one) => one.value === value)?.label ?? value; }

/// For a choice: each with what it may do.
export const levelChoices = levels.map(({ value, label, about }) => ({ value, label: `${label}: ${about}` }));
