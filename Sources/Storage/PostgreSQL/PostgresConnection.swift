/// The driver for PostgreSQL, as one piece of work sees it.
///
/// In PostgreSQL a statement that fails spoils its transaction until a savepoint is gone back to. A savepoint before
/// each statement would double the ways to the server, and hardly any work goes on after an error. So the first
/// attempt does without and notes that the work went on; the second, carefully, makes them. For the same reason the
/// first need not wait for the answers to its changes, which are sent on the way of the next question.
final class PostgresConnection: SQLConnection {
    private let session: PostgresSession
    private let turn: PostgresTurn
    private let isCareful: Bool
    private let mayChange: Bool
    /// The first statement that failed.
    private(set) var failure: PostgresFailure?
    /// Whether another statement was asked for, though what came before it had failed.
    private(set) var wentOn = false
    /// Events to be appended before the commit.
    private(set) var events: [AppendedEvent] = []
    /// Whether some were appended already.
    private(set) var hasSettled = false

    /// - Parameter mayChange: `false` in a transaction that only reads: a change is refused where it is asked for.
    init(_ session: PostgresSession, _ turn: PostgresTurn, isCareful: Bool = false, mayChange: Bool = true) {
        self.session = session
        self.turn = turn
        self.isCareful = isCareful
        self.mayChange = mayChange
    }

    func run(_ statement: StaticString, _ values: [SQLValue]) throws {
        if isCareful || !mayChange {
            _ = try execute(statement, values)
        } else {
            try noting { try session.post(statement, values) }
        }
    }

    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
        try execute(statement, values).changedRows
    }

    /// At the end of the work: hears what became of its last changes.
    func finish() {
        // What is thrown is noted.
        try? noting { try session.settle() }
    }

    func each(_ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        try execute(statement, values).each(row)
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        events.append(AppendedEvent(columns: columns, skipped: positions))
    }

    /// Their positions are right only behind everybody else's, and what others appended since the snapshot must not be
    /// passed over by whoever goes on from there.
    func settleEvents() throws {
        guard !events.isEmpty, failure == nil else { return }
        try noting {
            guard turn == .alone else { throw PostgresFailure.wantsTurn }
            try PostgresEvents.append(events, on: session)
            (events, hasSettled) = ([], true)
        }
    }

    func isConnected(node: Int) throws -> Bool {
        try execute(PostgresNode.isThere, PostgresNode.values(node)).rows { $0.integer(0) == 1 }.first ?? false
    }

    private func execute(_ statement: StaticString, _ values: [SQLValue]) throws -> PostgresResult {
        if isCareful { return try executeCarefully(statement, values) }
        return try noting { try session.execute(statement, values) }
    }

    /// Nothing is asked for after a failure, and the first one is kept.
    private func noting<Result>(_ ask: () throws -> Result) throws -> Result {
        if let failure {
            wentOn = true
            throw failure
        }
        do {
            return try ask()
        } catch let error as PostgresFailure {
            failure = error
            wentOn = error.isLate
            throw error
        }
    }

    private func executeCarefully(_ statement: StaticString, _ values: [SQLValue]) throws -> PostgresResult {
        if let failure { throw failure }
        do {
            try session.command("SAVEPOINT statement")
            do {
                let result = try session.execute(statement, values)
                try session.command("RELEASE SAVEPOINT statement")
                return result
            } catch let error as PostgresFailure where !error.isConflict && !error.isConnectionLost {
                try session.command("ROLLBACK TO SAVEPOINT statement; RELEASE SAVEPOINT statement")
                throw CaughtInside(error)
            }
        } catch let caught as CaughtInside {
            throw caught.failure
        } catch let error as PostgresFailure {
            failure = error
            throw error
        }
    }

    /// A failure after which the transaction is as it was before.
    private struct CaughtInside: Error {
        let failure: PostgresFailure

        init(_ failure: PostgresFailure) {
            self.failure = failure
        }
    }
}

/// An event that waits for the end of its transaction.
struct AppendedEvent {
    let columns: [SQLValue]
    let skipped: Int64
}
