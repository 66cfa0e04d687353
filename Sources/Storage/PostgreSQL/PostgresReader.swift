/// Runs reads, all that waited on one snapshot: it holds whatever was committed before the last of them was asked for.
struct PostgresReader: Sendable {
    func run(_ batch: [any Job], on line: PostgresLine) {
        var rest = batch[...]
        do {
            do {
                try read(&rest, on: line)
            } catch let failure as PostgresFailure where failure.isConnectionLost {
                // A read leaves nothing behind: it can be done again on another connection.
                line.hangUp()
                try read(&rest, on: line)
            }
        } catch {
            for job in rest { job.fail(error) }
        }
    }

    /// - Parameter rest: what has not been answered.
    private func read(_ rest: inout ArraySlice<any Job>, on line: PostgresLine) throws {
        while !rest.isEmpty {
            let session = try line.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            // A statement that fails spoils the snapshot: the others get another.
            var isSpoilt = false
            let memory = ReadMemory()
            while let job = rest.first, !isSpoilt {
                let connection = PostgresConnection(session, .alone, mayChange: false)
                do {
                    try job.run(in: SQLTransaction(connection, memory))
                } catch {
                    job.keep(error)
                }
                if let failure = connection.failure, failure.isConnectionLost { throw failure }
                isSpoilt = connection.failure != nil
                rest.removeFirst()
                job.finish()
            }
            try line.rollBack()
        }
    }
}
