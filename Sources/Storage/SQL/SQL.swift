/// The driver as the records see it. What is generic stands here and not in the protocol: behind `any SQLConnection` it
/// would be code for any type, looked up anew for every row.
struct SQL {
    let connection: any SQLConnection
    let memory: ReadMemory

    func run(_ statement: StaticString, _ values: [SQLValue]) throws {
        memory.forget(whatIsChangedBy: statement)
        try connection.run(statement, values)
    }

    /// - Returns: how many rows were changed.
    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
        memory.forget(whatIsChangedBy: statement)
        return try connection.changedRows(by: statement, values)
    }

    func rows<Value>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        memory.forget(whatIsReturnedBy: statement)
        try connection.each(statement, values) { result.append(try read($0)) }
        return result
    }

    /// The first row.
    func row<Value>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var first: Value?
        memory.forget(whatIsReturnedBy: statement)
        try connection.each(statement, values) { if first == nil { first = try read($0) } }
        return first
    }

    /// Rows that hardly ever change and that message after message asks for: settings, and who may do what. They are read
    /// once for all that shares a transaction.
    func settings<Value: Sendable>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        if let known = memory.rows(of: statement, values, as: Value.self) { return known }
        let rows = try rows(statement, values, read)
        memory.keep(rows, of: statement, values)
        return rows
    }

    /// The first row, read as ``settings(_:_:_:)`` are.
    func setting<Value: Sendable>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        try settings(statement, values, read).first
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        try connection.append(event: columns, skipping: positions)
    }

    func settleEvents() throws { try connection.settleEvents() }

    func isConnected(node: Int) throws -> Bool { try connection.isConnected(node: node) }
}
