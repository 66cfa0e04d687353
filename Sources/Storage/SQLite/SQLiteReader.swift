import GRDB
import Gateway

/// Runs reads, all that waited on one snapshot: it holds whatever was committed before the last of them was asked for.
struct SQLiteReader: Sendable {
    let pool: DatabasePool

    func run(_ batch: [any Job]) {
        var done = 0
        do {
            try pool.read { database in
                let transaction = SQLTransaction(SQLiteConnection(database: database), ReadMemory())
                for job in batch {
                    do {
                        try job.run(in: transaction)
                    } catch {
                        job.keep(error)
                    }
                    job.finish()
                    done += 1
                }
            }
        } catch {
            // The snapshot could not be had, or not be given back.
            for job in batch[done...] { job.fail(error) }
        }
    }
}
