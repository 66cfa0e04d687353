/// A store that many nodes share: what is written in the course of a duty is stored only while this node holds it.
///
/// The fence is read in the transaction of the work. Whoever takes a duty raises its fence, and transactions leave no
/// trace of running side by side: either the work comes before everything that the next holder does, or it is refused.
/// So a node that was paused for an hour does no harm with what it had begun to write.
struct FencedStore: Store {
    private let inner: any Store

    init(_ inner: any Store) {
        self.inner = inner
    }

    var isExclusive: Bool { inner.isExclusive }
    var signal: EventSignal { inner.signal }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        guard let holding = Holding.current else { return try await inner.write(work) }
        guard !holding.isLost else { throw OffDuty(holding.duty) }
        do {
            return try await inner.write { transaction in
                guard try transaction.fence(of: holding.duty) == holding.fence else { throw OffDuty(holding.duty) }
                return try work(transaction)
            }
        } catch let refusal as OffDuty {
            holding.lose()
            throw refusal
        }
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result { try await inner.read(work) }
}
