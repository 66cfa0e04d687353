/// `{not: {not: x}}` is `x`.
export function withoutNot(rule) {
    let [inner, isNot] = [rule, false];
    while (inner.not) [inner, isNot] = [inner.not, !isNot];
    return { inner, isNot };
}
