import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Since when this process refuses webhooks because the store fails. Not every platform calls again: once the store is
/// back it is written down that they have to be asked for what they brought (``CatchUp``).
///
/// Until then it is known in memory only. A gateway that dies meanwhile is asked about since it was last alive, which
/// was before the store failed.
public final class RefusedWebhooks: Service, CustomStringConvertible {
    /// A platform's list may lag behind its calls by this.
    static let lag = Duration.seconds(10)

    private let surroundings: Surroundings
    private let store: any Store
    private let missed: MissedMessages
    private let noted: @Sendable () -> Void
    private let logger: Logger
    private let refused = Mutex<(first: Timestamp, last: Timestamp)?>(nil)
    private let bell = Bell()

    /// - Parameter noted: called after it was written down.
    init(_ surroundings: Surroundings, store: any Store, noted: @escaping @Sendable () -> Void, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        missed = MissedMessages(surroundings: surroundings)
        self.noted = noted
        self.logger = logger
    }

    public var description: String { "RefusedWebhooks" }

    /// Works until told to stop; then writes down what is still to be.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                do {
                    try await self.writeDown()
                } catch {
                    self.logger.error("what was refused is not noted; trying again", metadata: ["error": "\(error)"])
                }
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                if self.refused.withLock({ $0 != nil }) {
                    self.bell.ring(at: self.surroundings.clock.now + Self.lag, by: self.surroundings.clock)
                }
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
        bell.silence()
    }

    /// One was refused just now.
    func note() {
        let now = surroundings.clock.now
        let isFirst = refused.withLock { refused in
            defer { refused = (refused?.first ?? now, now) }
            return refused == nil
        }
        if isFirst { bell.ring(at: now + Self.lag, by: surroundings.clock) }
    }

    /// Nothing where none was refused.
    public func writeDown() async throws {
        guard let first = refused.withLock({ $0?.first }) else { return }
        try await store.write { [missed] in try missed.note(since: first, in: $0) }
        let now = surroundings.clock.now
        refused.withLock { refused in
            // The latest may not be on the platform's list yet: they will be asked for once more.
            guard let last = refused?.last, now - last >= Self.lag || last > now else { return }
            refused = nil
        }
        noted()
    }
}
