import Gateway
import Synchronization

/// A store whose disk can be full.
final class BreakableStore: Store {
    private let inner: any Store
    private let failures = Mutex(0)

    init(_ inner: any Store) { self.inner = inner }

    var isExclusive: Bool { inner.isExclusive }
    var signal: EventSignal { inner.signal }

    /// The next writes fail, after their work was done.
    func breakWrites(_ count: Int) { failures.withLock { $0 = count } }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let fails = failures.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        return try await inner.write { transaction in
            let result = try work(transaction)
            if fails { throw StoreFailure("The disk is full.") }
            return result
        }
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await inner.read(work)
    }
}
