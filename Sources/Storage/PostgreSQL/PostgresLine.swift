import Foundation
import Gateway

/// A connection that is opened when it is needed, and again when it was lost. Used by one thread at a time.
final class PostgresLine: @unchecked Sendable {
    private let address: PostgresAddress
    private let patience: TimeInterval
    private var session: PostgresSession?

    /// - Parameter patience: how many seconds one piece of work waits for a server that does not answer.
    init(_ address: PostgresAddress, patience: TimeInterval = 5) {
        self.address = address
        self.patience = patience
    }

    /// Begins a transaction. Nothing has been asked for before it, so a connection that turns out to be lost is
    /// opened again without anybody hearing of it.
    func begin(_ statement: String) throws -> PostgresSession {
        if let session {
            do {
                try session.command(statement)
                return session
            } catch let failure as PostgresFailure where failure.isConnectionLost {
                hangUp()
            }
        }
        let opened = try open()
        try opened.command(statement)
        session = opened
        return opened
    }

    /// Ends a transaction in which something failed.
    func rollBack() throws {
        do {
            try session?.command("ROLLBACK")
        } catch let failure as PostgresFailure where failure.isConnectionLost {
            hangUp()
        }
    }

    func hangUp() {
        session = nil
    }

    private func open() throws -> PostgresSession {
        let end = Date().addingTimeInterval(patience)
        var pause = 0.05
        while true {
            do {
                return try PostgresSession(address)
            } catch let failure as PostgresFailure where failure.isConnectionLost {
                guard Date() < end else { throw StoreFailure("\(failure)") }
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 1)
            }
        }
    }
}
