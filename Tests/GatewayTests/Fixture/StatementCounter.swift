import Gateway
import Synchronization

@testable import Storage

/// A store that counts the statements of those who use it.
final class StatementCounter: Store {
    private let inner: any Store
    private let total = Mutex(0)

    init(_ inner: any Store) { self.inner = inner }

    var isExclusive: Bool { inner.isExclusive }
    var signal: EventSignal { inner.signal }

    /// Since it was made.
    var count: Int { total.withLock { $0 } }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await inner.write { try work(self.counted($0)) }
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await inner.read { try work(self.counted($0)) }
    }

    private func counted(_ transaction: any StoreTransaction) -> any StoreTransaction {
        guard let transaction = transaction as? SQLTransaction else { return transaction }
        return SQLTransaction(
            CountedConnection(inner: transaction.sql.connection) { self.total.withLock { $0 += 1 } },
            transaction.sql.memory)
    }
}

private struct CountedConnection: SQLConnection {
    let inner: any SQLConnection
    let note: () -> Void

    func run(_ statement: StaticString, _ values: [SQLValue]) throws {
        note()
        try inner.run(statement, values)
    }

    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
        note()
        return try inner.changedRows(by: statement, values)
    }

    func each(_ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        note()
        try inner.each(statement, values, row)
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        note()
        try inner.append(event: columns, skipping: positions)
    }

    func settleEvents() throws { try inner.settleEvents() }
    func isConnected(node: Int) throws -> Bool { try inner.isConnected(node: node) }
}
