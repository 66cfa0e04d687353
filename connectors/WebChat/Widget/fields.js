const types = ["text", "number", "email", "tel", "textarea", "select"];
const mostFields = 20;

/// The fields of a form that a page's script declares, as far as they are fields.
export function declaredFields(form) {
    const list = Array.isArray(form) ? form : form?.fields;
    if (!Array.isArray(list)) return [];
    const ids = list.map((field) => field?.id);
    const isID = (id) => typeof id === "string" && /^[A-Za-z0-9_.-]{1,80}$/.test(id);
    const first = list.find((field) => field?.isFirstMessage === true);
    const known = list.filter((field, place) => isID(field?.id) && ids.indexOf(field.id) === place);
    return known.slice(0, mostFields).map((field) => {
        const options = Array.isArray(field.options) ? field.options.map(String) : [];
        const isKnown = types.includes(field.type) && (field.type !== "select" || options.length > 0);
        return {
            id: field.id, type: isKnown ? field.type : "text", options,
            label: String(field.label || field.id).slice(0, 200),
            isRequired: field.isRequired === true, isFirstMessage: field === first,
        };
    });
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
