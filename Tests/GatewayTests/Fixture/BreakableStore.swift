import Gateway
import Synchronization

/// A store whose disk can be full.
final class BreakableStore: Store {
    private let inner: any Store
    private let failures = Mutex((left: 0, isStored: false))
    private let failingReads = Mutex(0)

    init(_ inner: any Store) { self.inner = inner }

    var isExclusive: Bool { inner.isExclusive }
    var signal: EventSignal { inner.signal }

    /// The next writes fail, after their work was done.
    ///
    /// - Parameter isStored: whether it is stored, and only the word of it lost.
    func breakWrites(_ count: Int, afterStoring isStored: Bool = false) {
        failures.withLock { $0 = (count, isStored) }
    }

    /// The next reads fail.
    func breakReads(_ count: Int) { failingReads.withLock { $0 = count } }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let (fails, isStored) = failures.withLock { failures in
            guard failures.left > 0 else { return (false, false) }
            failures.left -= 1
            return (true, failures.isStored)
        }
        let result = try await inner.write { transaction in
            let result = try work(transaction)
            if fails, !isStored { throw StoreFailure("The disk is full.") }
            return result
        }
        if fails { throw StoreFailure("Whether it was stored is not known.") }
        return result
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        let fails = failingReads.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        if fails { throw StoreFailure("The disk cannot be read.") }
        return try await inner.read(work)
    }
}
