import Gateway

/// One caller's work, while it waits for its commit.
///
/// Used by one thread at a time: the caller's, then a writer's. It may run more than once where an engine has to begin
/// a batch again; what counts is the last time.
protocol Job: AnyObject, Sendable {
    /// Runs the work, in a savepoint of its own, and keeps its result. What it throws undoes only this work.
    func run(in transaction: any StoreTransaction) throws
    /// The work has failed, or was never run: its caller hears this, whatever becomes of the others.
    func keep(_ error: any Error)
    /// After the commit: the caller hears its result.
    func finish()
    /// The commit failed: nothing of the batch stays.
    func fail(_ error: any Error)
}

final class Work<Result: Sendable>: Job, @unchecked Sendable {
    private let work: @Sendable (any StoreTransaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var result: Swift.Result<Result, any Error>?

    init(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result,
        _ continuation: CheckedContinuation<Result, any Error>
    ) {
        self.work = work
        self.continuation = continuation
    }

    func run(in transaction: any StoreTransaction) throws {
        result = nil
        result = .success(try work(transaction))
    }

    func keep(_ error: any Error) {
        result = .failure(error)
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
