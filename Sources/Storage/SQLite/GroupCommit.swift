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
            let job = Write(work: work, continuation: continuation)
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
                    for job in batch { job.run(on: database, appended) }
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

/// One caller's work. Used by one thread at a time: the caller's, then the writer's.
private protocol Job: AnyObject, Sendable {
    /// In a savepoint of its own: what one caller's work throws undoes only that work.
    func run(on database: Database, _ appended: AppendedEvents)
    /// After the commit: the caller hears its result.
    func finish()
    /// The commit failed: nothing of the batch stays.
    func fail(_ error: any Error)
}

private final class Write<Result: Sendable>: Job, @unchecked Sendable {
    private let work: @Sendable (any StoreTransaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var result: Swift.Result<Result, any Error>?

    init(
        work: @escaping @Sendable (any StoreTransaction) throws -> Result,
        continuation: CheckedContinuation<Result, any Error>
    ) {
        self.work = work
        self.continuation = continuation
    }

    func run(on database: Database, _ appended: AppendedEvents) {
        do {
            try database.inSavepoint {
                result = .success(
                    try work(SQLTransaction(sql: SQLiteConnection(database: database), appended: appended)))
                return .commit
            }
        } catch {
            result = .failure(error)
        }
    }

    func finish() {
        continuation.resume(with: result ?? .failure(StoreFailure("The work did not run.")))
    }

    func fail(_ error: any Error) {
        // Whoever had failed by itself hears its own reason.
        if case .failure(let own) = result {
            continuation.resume(throwing: own)
        } else {
            continuation.resume(throwing: error)
        }
    }
}
