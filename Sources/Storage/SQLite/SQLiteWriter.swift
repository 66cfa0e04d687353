import GRDB
import Gateway

/// Runs batches of writes: each job in a savepoint of its own, one commit and so one fsync for all.
struct SQLiteWriter: Sendable {
    let pool: DatabasePool
    let signal: EventSignal
    let meters: Meters?
    private let appended = AppendedEvents()

    init(_ pool: DatabasePool, signal: EventSignal, meters: Meters?) {
        self.pool = pool
        self.signal = signal
        self.meters = meters
    }

    func run(_ batch: [any Job]) {
        let begin = ContinuousClock.now
        do {
            try pool.writeWithoutTransaction { database in
                let memory = ReadMemory()
                try database.inTransaction(.immediate) {
                    // Should SQLite roll back everything by itself, as on a full disk, GRDB fails whatever follows.
                    for job in batch { run(job, on: database, memory) }
                    return .commit
                }
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

    private func run(_ job: any Job, on database: Database, _ memory: ReadMemory) {
        do {
            try database.inSavepoint {
                try job.run(in: SQLTransaction(SQLiteConnection(database: database, appended: appended), memory))
                return .commit
            }
        } catch {
            memory.forget()
            job.keep(error)
        }
    }
}
