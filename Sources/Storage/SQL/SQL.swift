/// The driver as the records see it. What is generic stands here and not in the protocol: behind `any SQLConnection` it
/// would be code for any type, looked up anew for every row.
struct SQL {
    let connection: any SQLConnection

    /// - Returns: how many rows were changed.
    @discardableResult
    func run(_ statement: StaticString, _ values: [SQLValue]) throws -> Int {
        try connection.run(statement, values)
    }

    func rows<Value>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        try connection.each(statement, values) { result.append(try read($0)) }
        return result
    }

    /// The first row.
    func row<Value>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var first: Value?
        try connection.each(statement, values) { if first == nil { first = try read($0) } }
        return first
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        try connection.append(event: columns, skipping: positions)
    }

    func settleEvents() throws { try connection.settleEvents() }

    func isConnected(node: Int) throws -> Bool { try connection.isConnected(node: node) }
}
