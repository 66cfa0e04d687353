/// A thin driver: statements in the dialect that SQLite and PostgreSQL share, with `$1`, `$2` … for values.
///
/// A statement's text is the key of a cache, so it must be a constant.
protocol SQLConnection {
    /// Changes rows. An engine need not wait for the answer: a refusal may be heard of only at a later statement, or at
    /// the end of the work, which then is done again in a way that waits.
    func run(_ statement: StaticString, _ values: [SQLValue]) throws

    /// - Returns: how many rows were changed.
    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int

    /// Hands on the rows of the result, one after the other.
    func each(_ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws

    /// Appends an event, by its columns from `kind` to `value`, at a position behind every event that was committed
    /// before this transaction, `skipping` positions between.
    func append(event columns: [SQLValue], skipping positions: Int64) throws

    /// Called before the log of events is read: what was appended is there from now on.
    func settleEvents() throws

    /// Whether another session holds the number of this node.
    func isConnected(node: Int) throws -> Bool
}

/// A value on its way into a statement.
enum SQLValue: Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A row of a result, while it is read. Columns are numbered from 0.
protocol SQLRow {
    func integer(_ column: Int) -> Int64?
    func real(_ column: Int) -> Double?
    func text(_ column: Int) -> String?
    func blob(_ column: Int) -> [UInt8]?
}
