import Synchronization

/// What was read of settings in one transaction of the database, for everybody whose work shares it.
///
/// Nobody else's change shows before the transaction ends, and its own make it forget. So it belongs to one transaction:
/// whoever begins another, or takes back a part of one, empties it.
final class ReadMemory {
    private struct Question: Hashable {
        /// Where the text of the statement stands: it is a constant.
        let statement: UInt
        let values: [SQLValue]
    }

    /// So that a transaction that asks for very much does not keep all of it.
    private static let mostRows = 1_000

    private var answers: [Question: Any] = [:]
    private var rowCount = 0
    /// Every word of the statements that are remembered: their tables are among them.
    private var words: Set<String> = []

    func rows<Value: Sendable>(of statement: StaticString, _ values: [SQLValue], as type: Value.Type) -> [Value]? {
        answers[Question(statement: statement.place, values: values)] as? [Value]
    }

    func keep<Value: Sendable>(_ rows: [Value], of statement: StaticString, _ values: [SQLValue]) {
        rowCount += rows.count + 1
        guard rowCount <= Self.mostRows else { return }
        answers[Question(statement: statement.place, values: values)] = rows
        words.formUnion(StatementWords.of(statement).all)
    }

    func forget(whatIsChangedBy statement: StaticString) {
        guard !answers.isEmpty else { return }
        if !words.isDisjoint(with: StatementWords.of(statement).changed) { forget() }
    }

    /// A change may return rows, and then is asked for as a question is.
    func forget(whatIsReturnedBy statement: StaticString) {
        guard statement.utf8Start.pointee != UInt8(ascii: "S"), statement.utf8Start.pointee != UInt8(ascii: "W") else {
            return
        }
        forget(whatIsChangedBy: statement)
    }

    func forget() {
        guard rowCount > 0 else { return }
        answers.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        rowCount = 0
    }
}

/// What a statement is about, as far as its words tell. Found out once for each.
private struct StatementWords {
    private static let known = Mutex([UInt: StatementWords]())

    /// Tables, columns and keywords.
    let all: Set<String>
    /// The tables that are inserted into, updated or deleted from; another word among them does no harm.
    let changed: Set<String>

    static func of(_ statement: StaticString) -> StatementWords {
        known.withLock { known in
            if let words = known[statement.place] { return words }
            let words = StatementWords(statement.description)
            known[statement.place] = words
            return words
        }
    }

    private init(_ text: String) {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        all = Set(words)
        changed = Set(
            words.indices.dropFirst().filter { index in
                switch words[index - 1] {
                case "INTO", "UPDATE": true
                case "FROM": index > 1 && words[index - 2] == "DELETE"
                default: false
                }
            }.map { words[$0] })
    }
}

extension StaticString {
    /// Tells one statement from another: their texts are constants.
    fileprivate var place: UInt { UInt(bitPattern: utf8Start) }
}
