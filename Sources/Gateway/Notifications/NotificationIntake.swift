public import GatewayModel
import Logging
public import ServiceLifecycle

/// Carries notifications on that were begun, until each recipient is accepted or refused.
///
/// Whoever begins one waits for it here. What a process left that died in the middle is done at the next start: nobody
/// is accepted twice, for each transaction takes up where the last one ended.
public struct NotificationIntake: Service, CustomStringConvertible {
    private static let interval = Duration.seconds(30)
    private static let most = 100

    private let surroundings: Surroundings
    private let store: any Store
    private let notifications: Notifications
    private let outboxChanged: @Sendable () -> Void
    private let logger: Logger
    private let bell = Bell()

    init(
        _ surroundings: Surroundings, store: any Store, outboxChanged: @escaping @Sendable () -> Void, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        notifications = Notifications(surroundings)
        self.outboxChanged = outboxChanged
        self.logger = logger
    }

    public var description: String { "NotificationIntake" }

    /// Works until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    try await drain()
                } catch {
                    logger.error("notifications cannot be carried on; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(at: surroundings.clock.now + Self.interval, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Completes whatever is not complete.
    public func drain() async throws {
        for id in try await store.read({ try $0.incompleteNotifications(limit: Self.most) }) {
            try await finish(id)
        }
    }

    /// Completes one. Between its transactions others have their turn.
    public func finish(_ id: ID<Notification>) async throws {
        while try await !store.write({ [notifications] in try notifications.goOn(id, in: $0) }) { outboxChanged() }
        outboxChanged()
    }
}
