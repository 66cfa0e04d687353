/// A value as text, the same for values that say the same, in whatever order their names stand.
export function asText(value) { return JSON.stringify(sorted(value ?? null)); }

/// Whether two values say the same.
export function isSame(one, other) { return asText(one) === asText(other); }

function sorted(value) {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
