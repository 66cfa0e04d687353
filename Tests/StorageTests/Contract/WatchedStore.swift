import Gateway
import Synchronization

/// A store that counts its writes.
final class WatchedStore: Store {
    private let inner: any Store
    private let count = Mutex(0)

    init(inner: any Store) {
        self.inner = inner
    }

    var writes: Int { count.withLock { $0 } }
    var isExclusive: Bool { inner.isExclusive }
    var signal: EventSignal { inner.signal }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        count.withLock { $0 += 1 }
        return try await inner.write(work)
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result { try await inner.read(work) }
}
