/// Puts what a refusal says of fields beside them, and the focus into the first of these. What stands nowhere is left to
/// whoever shows the rest of the refusal.
export function showFaults(error, fields) {
    for (const field of fields) field.complain(null);
    let first = null;
    for (const fault of error.fields ?? []) {
        const field = fields.find((one) => one.answersFor(fault.field));
        if (!field) continue;
        field.complain(fault.reason, fault.field);
        fault.isShown = true;
        first ??= field;
    }
    first?.focus();
    return first;
}
