import Gateway

/// Takes whatever begins with `+` for a number, as it is: most tests do not care.
struct AnyNumber: NumberingPlans {
    let regions: Set<String> = ["US", "DE"]

    func read(_ text: String, in region: String) -> NumberReading {
        text.hasPrefix("+") ? .number(TypedNumber(e164: text)) : .impossible(.notANumber)
    }
}
