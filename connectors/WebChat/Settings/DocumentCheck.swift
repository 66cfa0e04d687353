import ConnectorKit

/// Holds a document against rules, and collects whatever is wrong with it, so that all of it is told at once.
struct DocumentCheck {
    private(set) var faults: [ClientRefusal.Field] = []

    mutating func fault(_ field: String, _ reason: String) {
        if faults.count < 100 { faults.append(ClientRefusal.Field(field, reason)) }
    }

    /// What is wrong, as one refusal.
    func finish() throws(ClientRefusal) {
        guard let first = faults.first else { return }
        let others = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
        throw ClientRefusal(
            .invalid, "invalid", "The field \(first.name) is not right: \(first.reason)\(others)", fields: faults)
    }

    /// Names that mean nothing are faults: a slip of the pen must not be lost silently.
    mutating func names(_ tree: JSONTree, _ field: String, known: Set<String>) {
        guard case .fields(let fields) = tree else { return fault(field, "it must be an object.") }
        for name in fields.keys.sorted() where !known.contains(name) {
            fault(field.isEmpty ? name : "\(field).\(name)", "there is no such field.")
        }
    }

    mutating func isBool(_ tree: JSONTree, _ field: String) {
        if case .bool = tree { return }
        fault(field, "it must be true or false.")
    }

    mutating func isNumber(_ tree: JSONTree, _ field: String, _ range: ClosedRange<Int64>) {
        if case .integer(let number) = tree, range.contains(number) { return }
        fault(field, "it must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    }

    @discardableResult
    mutating func text(_ tree: JSONTree?, _ field: String, _ length: ClosedRange<Int>) -> String? {
        guard let text = tree?.text, length.contains(text.utf16.count),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" })
        else {
            fault(field, "it must be a text of \(length.lowerBound) to \(length.upperBound) characters.")
            return nil
        }
        return text
    }

    mutating func choice(_ tree: JSONTree?, _ field: String, _ choices: [String]) {
        guard let text = tree?.text, choices.contains(text) else {
            return fault(field, "it must be one of: \(choices.joined(separator: ", ")).")
        }
    }

    mutating func list(_ tree: JSONTree, _ field: String, most: Int) -> [JSONTree] {
        guard case .list(let items) = tree, items.count <= most else {
            fault(field, "it must be a list of at most \(most).")
            return []
        }
        return items
    }
}
