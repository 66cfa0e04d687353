import GRDB
import Gateway
import Synchronization

/// Lets many callers share one transaction and so one fsync: whatever came while the last commit ran is the next batch.
///
/// There is no waiting window: an idle store commits a lone write at once.
final class GroupCommit: Sendable {
    /// So that no caller waits for an endless batch.
    private static let largestBatch = 256

    let signal = EventSignal()
    private let pool: DatabasePool
    private let meters: Meters?
    private let appended = AppendedEvents()
    private let state = Mutex(State())

    private struct State {
        var waiting: [any Job] = []
        var isRunning = false
    }

    init(_ pool: DatabasePool, meters: Meters? = nil) {
        self.pool = pool
        self.meters = meters
    }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Work(work, continuation)
            let mustStart = state.withLock { state in
                state.waiting.append(job)
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustStart {
                pool.asyncWriteWithoutTransaction { self.run(on: $0) }
            }
        }
    }

    private func run(on database: Database) {
        while let batch = nextBatch() {
            let begin = ContinuousClock.now
            do {
                try database.inTransaction(.immediate) {
                    // Should SQLite roll back everything by itself, as on a full disk, GRDB fails whatever follows.
                    for job in batch { self.run(job, on: database) }
                    return .commit
                }
                meters?.count(.commits)
                meters?.note(ContinuousClock.now - begin, of: .commitSeconds)
                meters?.note(Double(batch.count), of: .commitWrites)
                for job in batch { job.finish() }
                if appended.take() { signal.ring() }
            } catch {
                meters?.count(.storeErrors)
                for job in batch { job.fail(error) }
            }
        }
    }

    private func run(_ job: any Job, on database: Database) {
        do {
            try database.inSavepoint {
                try job.run(in: SQLTransaction(sql: SQLiteConnection(database: database, appended: appended)))
                return .commit
            }
        } catch {
            job.keep(error)
        }
    }

    private func nextBatch() -> [any Job]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.largestBatch))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }
}
