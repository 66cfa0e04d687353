const types = ["text", "number", "email", "tel", "textarea", "select"];
const mostFields = 20;
const mostIDLength = 80;

/// The fields of a form that a page's script declares, as far as they are fields.
export function declaredFields(form) {
    const list = Array.isArray(form) ? form : form?.fields;
    if (!Array.isArray(list)) return [];
    return list.filter((field) => typeof field?.id === "string" && field.id && field.id.length <= mostIDLength)
        .slice(0, mostFields)
        .map((field) => ({
            id: field.id,
            type: types.includes(field.type) ? field.type : "text",
            label: String(field.label ?? field.id),
            isRequired: field.isRequired === true,
            options: Array.isArray(field.options) ? field.options.map(String) : [],
            isFirstMessage: field.isFirstMessage === true,
        }));
}

/// What can be seen to be wrong before the gateway is asked.
///
/// - Returns: the key of a text, or null.
export function problem(field, value) {
    if (value.trim() === "") return field.isRequired ? "required" : null;
    if (field.type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())) return "badEmail";
    if (field.type === "number" && !Number.isFinite(Number(value))) return "badNumber";
    if (field.type === "tel" && !/^\+?[\d\s().\/-]{3,}$/.test(value.trim())) return "badPhone";
    return null;
}

/// What the gateway says against the answers, by the field's id.
export function errorsByField(errors) {
    const found = errors.map(({ field, detail, reason }) => [String(field).replace(/^form\./, ""), detail ?? reason]);
    return Object.fromEntries(found);
}
