public import Logging
public import ServiceLifecycle
import Synchronization

/// Shares the duties out among the nodes of a database: takes those that are free, beats for those that this node
/// holds, and watches the others.
///
/// Everything stands in rows (``DutyRecords``). Nodes do not know each other, and none leads.
public final class DutyRota: Service, CustomStringConvertible {
    private struct State {
        var holdings: [Duty: Holding] = [:]
        var watches: [Duty: DutyWatch] = [:]
        var hasLooked = false
        /// Given up on the way to a stop: kept where this node has them, and not taken again.
        var closed: Set<Duty> = []
    }

    /// What came of a look.
    private struct Round: Sendable {
        var watches: [Duty: DutyWatch]
        var kept: Set<Duty> = []
        var taken: [Duty: Int64] = [:]
    }

    /// After a store that failed.
    private static let patience = Duration.seconds(1)

    private let terms: DutyTerms
    private let store: any Store
    private let logger: Logger
    private let state = Mutex(State())
    private let posts: [Duty: Post]

    /// Where those who do a duty wait for it.
    private struct Post {
        let holdings: AsyncStream<Holding>
        let continuation: AsyncStream<Holding>.Continuation

        init() { (holdings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }
    }

    public init(_ terms: DutyTerms, store: any Store, logger: Logger) {
        self.terms = terms
        self.store = store
        self.logger = logger
        posts = Dictionary(uniqueKeysWithValues: Duty.allCases.map { ($0, Post()) })
    }

    public var description: String { "DutyRota" }

    /// What this node holds now.
    public var held: Set<Duty> {
        state.withLock { Set($0.holdings.filter { !$0.value.isLost }.keys) }
    }

    /// Each time that this node takes the duty, until it is closed.
    func holdings(of duty: Duty) -> AsyncStream<Holding> { posts[duty]?.holdings ?? AsyncStream { $0.finish() } }

    /// Works until told to stop. Stopped behind those who do the duties: until then it beats for them.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let hasLooked = await self.look()
                try? await Task.sleep(for: hasLooked ? self.terms.interval : min(self.terms.interval, Self.patience))
            }
        }
    }

    /// One look at all duties, in one transaction.
    ///
    /// - Returns: whether the store let it.
    @discardableResult
    public func look() async -> Bool {
        let begun = terms.elapsed()
        let before = state.withLock { $0 }
        do {
            let round = try await store.write { [self] in try self.round(after: before, at: begun, in: $0) }
            await settle(round, begunAt: begun)
            return true
        } catch {
            logger.error("the duties cannot be looked at; trying again", metadata: ["error": "\(error)"])
            // Who could not look has heard nothing: whatever is silent then is so from the next look on.
            state.withLock { $0.watches = [:] }
            return false
        }
    }

    /// This node takes the duty no more, but keeps it until it is closed.
    func dismiss(_ duty: Duty) {
        state.withLock { _ = $0.closed.insert(duty) }
        posts[duty]?.continuation.finish()
    }

    /// The work of a duty has ended for good on this node: somebody else may have it at once.
    func close(_ duty: Duty) async {
        dismiss(duty)
        let holding = state.withLock { $0.holdings.removeValue(forKey: duty) }
        guard let holding, !holding.isLost else { return }
        holding.lose()
        await giveBack(duty, fence: holding.fence)
    }

    private func round(
        after before: State, at now: Duration, in transaction: any StoreTransaction
    ) throws -> Round {
        let records = Dictionary(uniqueKeysWithValues: try transaction.duties().map { ($0.duty, $0) })
        var round = Round(watches: before.watches)
        for duty in Duty.allCases {
            var record = records[duty] ?? DutyRecord(duty)
            if let holding = before.holdings[duty], record.fence == holding.fence, record.holder == terms.node {
                round.kept.insert(duty)
            } else if !before.closed.contains(duty),
                try round.watches[duty, default: DutyWatch()].mayTake(
                    record, at: now, lease: terms.lease, isFirst: !before.hasLooked,
                    isConnected: { try transaction.isConnected(node: $0) })
            {
                record.holder = terms.node
                record.fence += 1
                round.taken[duty] = record.fence
            } else {
                continue
            }
            record.beat += 1
            try transaction.put(record)
        }
        return round
    }

    private func settle(_ round: Round, begunAt begun: Duration) async {
        let (ended, now) = (begun + terms.certainty, terms.elapsed())
        var gained: [Holding] = []
        var lost: [Holding] = []
        var unwanted: [Duty: Int64] = [:]
        state.withLock { state in
            state.hasLooked = true
            state.watches = round.watches.mapValues { watch in
                var watch = watch
                watch.lookEnded(at: now)
                return watch
            }
            for (duty, holding) in state.holdings where !round.kept.contains(duty) {
                lost.append(holding)
                state.holdings[duty] = nil
            }
            for duty in round.kept { state.holdings[duty]?.confirm(until: ended) }
            for (duty, fence) in round.taken {
                // Closed while the look was under way.
                guard !state.closed.contains(duty) else {
                    unwanted[duty] = fence
                    continue
                }
                let holding = Holding(duty, fence: fence, certainUntil: ended, elapsed: terms.elapsed)
                state.holdings[duty] = holding
                gained.append(holding)
            }
        }
        for holding in lost {
            logger.warning("duty lost to another node", metadata: ["duty": "\(holding.duty.rawValue)"])
            holding.lose()
        }
        for holding in gained {
            logger.notice("duty taken", metadata: ["duty": "\(holding.duty.rawValue)", "fence": "\(holding.fence)"])
            posts[holding.duty]?.continuation.yield(holding)
        }
        for (duty, fence) in unwanted { await giveBack(duty, fence: fence) }
    }

    private func giveBack(_ duty: Duty, fence: Int64) async {
        do {
            try await store.write { transaction in
                guard var record = try transaction.duties().first(where: { $0.duty == duty }), record.fence == fence
                else { return }
                record.holder = nil
                record.beat += 1
                try transaction.put(record)
            }
        } catch {
            // Nobody beats for it any more, so it is taken over all the same.
            logger.error(
                "duty not given back", metadata: ["duty": "\(duty.rawValue)", "error": "\(error)"])
        }
    }
}
