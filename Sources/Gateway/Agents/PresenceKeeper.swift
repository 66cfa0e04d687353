public import GatewayModel
import Logging
public import ServiceLifecycle

/// Ends presences whose sessions have run out: of somebody who went home and closed the lid.
///
/// Who logs out is gone at once, in the transaction that ends the session. What is left for this is what only the clock
/// ends, and a password that was set anew by a link.
public struct PresenceKeeper: Service, CustomStringConvertible {
    private let surroundings: Surroundings
    private let store: any Store
    private let sessions: Sessions
    private let logger: Logger
    private let bell = Bell()

    init(_ surroundings: Surroundings, store: any Store, sessions: Sessions, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.sessions = sessions
        self.logger = logger
    }

    public var description: String { "PresenceKeeper" }

    /// Works until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                var next: Timestamp?
                do {
                    next = try await drain()
                } catch {
                    logger.error("presences cannot be looked at; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(due: next, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Ends every presence whose last session is over.
    ///
    /// - Returns: when the next session of somebody who is there runs out, if it is not used before.
    @discardableResult
    public func drain() async throws -> Timestamp? {
        let (gone, next) = try await store.read { transaction in
            var gone: [ID<User>] = []
            var next: Timestamp?
            for agent in try transaction.agentsOfSessions() {
                let end = try sessions.list(of: agent.user, in: transaction).map(sessions.idleEnd).max()
                guard let end else {
                    gone.append(agent.user)
                    continue
                }
                next = min(next ?? end, end)
            }
            return (gone, next)
        }
        guard !gone.isEmpty else { return next }
        try await store.write { transaction in
            for user in gone where try sessions.list(of: user, in: transaction).isEmpty {
                try Presences(surroundings).sessionsEnded(of: user, in: transaction)
            }
        }
        return next
    }
}
