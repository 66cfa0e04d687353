/// Runs reads: each on a snapshot of its own, which holds whatever was committed before it.
struct PostgresReader: Sendable {
    func run(_ job: any Job, on line: PostgresLine) {
        do {
            do {
                try read(job, on: line)
            } catch let failure as PostgresFailure where failure.isConnectionLost {
                // A read leaves nothing behind: it can be done again on another connection.
                line.hangUp()
                try read(job, on: line)
            }
            job.finish()
        } catch {
            job.fail(error)
        }
    }

    private func read(_ job: any Job, on line: PostgresLine) throws {
        let session = try line.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let connection = PostgresConnection(session, .alone)
        do {
            try job.run(in: SQLTransaction(sql: connection))
        } catch {
            job.keep(error)
        }
        if let failure = connection.failure, failure.isConnectionLost { throw failure }
        try line.rollBack()
    }
}
