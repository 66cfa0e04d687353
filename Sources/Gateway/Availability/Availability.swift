public import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Whether customers may begin a conversation at a contact point, on a platform; and whoever follows that is told of each
/// change at once, also where nobody has touched anything.
///
/// Each node looks for those who follow on it. All who follow the same share one look. What is looked at again follows
/// from the log of events, which rings on every node, and from the moment at which the clock alone changes something.
public final class Availability: Service, CustomStringConvertible {
    /// What comes within it is looked at together: a queue that moves with every message is not counted for each.
    private static let gathering = Duration.milliseconds(100)
    /// The clock may be set, and a ring may be lost on its way from another node.
    private static let interval = Duration.seconds(1)
    /// How long an answer to somebody who does not follow is good for the next one.
    private static let memory = Duration.seconds(1)

    private let store: any Store
    private let clock: any WallClock
    private let logger: Logger
    private let bell = Bell()
    private let state = Mutex(AvailabilityState())
    private let recent = Mutex<[AvailabilityPlace: (status: AvailabilityStatus, at: Timestamp)]>([:])

    init(store: any Store, clock: any WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
        store.signal.connect(bell)
    }

    public var description: String { "Availability" }

    /// As it is now, to within a second.
    public func status(of contactPoint: ContactPointID, on platform: Platform) async throws -> AvailabilityStatus {
        let place = AvailabilityPlace(contactPoint: contactPoint, platform: platform)
        let now = clock.now
        if let known = recent.withLock({ $0[place] }), known.at <= now, now - known.at < Self.memory,
            known.status.nextChangeAt.map({ $0 > now }) ?? true
        {
            return known.status
        }
        let found = try await store.read { transaction in
            var reading = AvailabilityReading(transaction, at: now)
            return try reading.report(of: contactPoint, on: platform)?.status
        }
        guard let found else { throw Refusal.notFound("contact point") }
        recent.withLock { $0[place] = (found, now) }
        return found
    }

    /// As it is now, and then each change, for as long as somebody reads on and the gateway serves. Who reads slowly gets
    /// the newest. Ends at once where there is no such contact point.
    public func follow(_ contactPoint: ContactPointID, on platform: Platform) -> AsyncStream<AvailabilityStatus> {
        let place = AvailabilityPlace(contactPoint: contactPoint, platform: platform)
        let (statuses, listener) = AsyncStream.makeStream(
            of: AvailabilityStatus.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { $0.add(listener, to: place) }
        listener.onTermination = { [weak self] _ in self?.state.withLock { $0.remove(id, from: place) } }
        bell.ring()
        return statuses
    }

    /// How many follow.
    var listenerCount: Int { state.withLock { $0.listenerCount } }

    /// Works until told to stop.
    public func run() async throws {
        state.withLock { $0.open() }
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    guard let next = try await self.look() else { continue }
                    try await Task.sleep(for: Self.gathering)
                    let latest = self.clock.now + Self.interval
                    self.bell.ring(at: min(next, latest), by: self.clock)
                } catch is CancellationError {
                    break
                } catch {
                    self.logger.error(
                        "availability cannot be looked at; trying again", metadata: ["error": "\(error)"])
                    self.bell.ring(at: self.clock.now + Self.interval, by: self.clock)
                }
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
        bell.silence()
        for listener in state.withLock({ $0.close() }) { listener.finish() }
    }

    /// Looks at whatever may have changed, and tells those who follow it.
    ///
    /// - Returns: when something is to be looked at next; `nil` while nobody follows anything.
    func look() async throws -> Timestamp? {
        let now = clock.now
        guard let round = state.withLock({ $0.begin(at: now) }) else { return nil }
        let found = try await store.read { try round.run(at: now, in: $0) }
        let (next, gone) = state.withLock { $0.end(found) }
        for listener in gone { listener.finish() }
        return next
    }
}

/// What is followed.
struct AvailabilityPlace: Hashable, Sendable {
    let contactPoint: ContactPointID
    let platform: Platform
}
