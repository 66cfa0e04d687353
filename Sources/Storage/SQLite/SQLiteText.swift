import Synchronization

/// Statements in SQLite's form, each rewritten once.
enum SQLiteText {
    private static let known = Mutex<[UInt: String]>([:])

    static func of(_ statement: StaticString) -> String {
        let key = UInt(bitPattern: statement.utf8Start)
        if let text = known.withLock({ $0[key] }) { return text }
        let text = statement.description.replacing("$", with: "?")
        known.withLock { $0[key] = text }
        return text
    }
}
