import Foundation
import Gateway

/// Runs batches of writes on one connection: each job in a savepoint of its own, one COMMIT for all.
struct PostgresWriter: Sendable {
    let signal: EventSignal
    let meters: Meters?

    func run(_ batch: [any Job], on line: PostgresLine) {
        let begin = ContinuousClock.now
        do {
            let appended = try commit(batch, on: line)
            meters?.count(.commits)
            meters?.note(ContinuousClock.now - begin, of: .commitSeconds)
            meters?.note(Double(batch.count), of: .commitWrites)
            for job in batch { job.finish() }
            if appended { signal.ring() }
        } catch {
            meters?.count(.storeErrors)
            for job in batch { job.fail(error) }
        }
    }

    /// - Returns: whether events were appended.
    private func commit(_ batch: [any Job], on line: PostgresLine) throws -> Bool {
        var attempt = 1
        var wantsTurn = false
        while true {
            guard let turn = PostgresTurn.of(attempt: attempt, wanted: wantsTurn) else {
                throw StoreFailure("PostgreSQL refused the same writes again and again.")
            }
            Thread.sleep(forTimeInterval: PostgresTurn.pause(before: attempt, chance: .random(in: 0...1)))
            let session = try line.begin(turn.begin)
            do {
                return try run(batch, turn, on: session)
            } catch let failure as PostgresFailure {
                guard !failure.isConnectionLost else {
                    line.hangUp()
                    throw StoreFailure("The connection to PostgreSQL was lost; nothing of this write was stored.")
                }
                try line.rollBack()
                guard failure.isConflict || failure.wantsTurn else { throw failure }
                wantsTurn = wantsTurn || failure.wantsTurn
                attempt += 1
            } catch {
                // Whatever it was, nobody goes on in this transaction.
                line.hangUp()
                throw error
            }
        }
    }

    private func run(_ batch: [any Job], _ turn: PostgresTurn, on session: PostgresSession) throws -> Bool {
        let memory = ReadMemory()
        var events: [AppendedEvent] = []
        var hasAppended = false
        for (index, job) in batch.enumerated() {
            if index > 0 { try session.command("RELEASE SAVEPOINT job; SAVEPOINT job") }
            let connection = try run(job, turn, on: session, memory)
            events += connection?.events ?? []
            hasAppended = hasAppended || !events.isEmpty || connection?.hasSettled == true
            guard turn == .alone else { continue }
            // What the next one settles must come behind these.
            try PostgresEvents.append(events, on: session)
            events = []
        }
        try PostgresEvents.append(events, on: session)
        try commit(on: session)
        return hasAppended
    }

    /// - Returns: what the work has left on its connection; `nil` where it failed and nothing of it stays.
    private func run(
        _ job: any Job, _ turn: PostgresTurn, on session: PostgresSession, _ memory: ReadMemory
    ) throws -> PostgresConnection? {
        for isCareful in [false, true] {
            let connection = PostgresConnection(session, turn, isCareful: isCareful)
            var own: (any Error)?
            do {
                try job.run(in: SQLTransaction(connection, memory))
            } catch {
                own = error
            }
            connection.finish()
            if let failure = connection.failure {
                // The batch begins again, or ends.
                guard !failure.isConflict, !failure.isConnectionLost, !(failure.wantsTurn && turn != .alone) else {
                    throw failure
                }
                if !isCareful, own == nil || connection.wentOn {
                    try session.command("ROLLBACK TO SAVEPOINT job")
                    memory.forget()
                    continue
                }
            }
            guard let own else { return connection }
            job.keep(own)
            try session.command("ROLLBACK TO SAVEPOINT job")
            memory.forget()
            return nil
        }
        return nil
    }

    private func commit(on session: PostgresSession) throws {
        do {
            // A transaction that has failed is rolled back without a complaint.
            guard try session.command("COMMIT").tag == "COMMIT" else {
                throw PostgresFailure("the transaction was rolled back")
            }
        } catch let failure as PostgresFailure where failure.isConnectionLost {
            throw OutcomeUnknown.failure
        }
    }
}

/// The one case in which nobody can tell whether a write was stored.
private enum OutcomeUnknown {
    static let failure = StoreFailure(
        "The connection to PostgreSQL was lost while it committed: whether this write was stored is not known.")
}
