import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Brings events to subscribers: each at least once, in order within a conversation, and no subscriber waits for
/// another.
public struct Deliverer: Service, CustomStringConvertible {
    private let surroundings: Surroundings
    private let store: any Store
    private let rounds: DeliveryRound
    private let postman: Postman
    private let underWay = InFlight()
    private let bell = Bell()
    private let logger: Logger

    init(
        _ surroundings: Surroundings, store: any Store, subscribers: Subscribers, bodies: any EventBodies,
        links: MediaLinks,
        transport: any HTTPTransport, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        rounds = DeliveryRound(subscribers: subscribers, bodies: bodies, links: links)
        postman = Postman(surroundings: surroundings, store: store, transport: transport)
        self.logger = logger
        store.signal.connect(bell)
    }

    public var description: String { "Deliverer" }

    /// After a subscriber was changed.
    public func changed() { bell.ring() }

    /// Works until told to stop; then finishes the calls that are under way and begins no other.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await _ in bell.rings {
                    if Task.isShuttingDownGracefully || Task.isCancelled { break }
                    let next = await round()
                    for parcel in next.parcels {
                        group.addTask {
                            await deliver(parcel)
                            bell.ring()
                        }
                    }
                    bell.ring(due: next.nextDue, by: surroundings.clock)
                }
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Delivers everything that may be delivered now, until nothing is left that is due.
    public func drain() async throws {
        while true {
            let parcels = try await next().parcels
            if parcels.isEmpty { return }
            await withDiscardingTaskGroup { group in
                for parcel in parcels { group.addTask { await deliver(parcel) } }
            }
        }
    }

    /// Sends one event now, outside the order, and says what came of it. Also to a subscriber that is paused.
    public func resend(_ position: Int64, to id: ID<Subscriber>) async throws -> Delivery {
        let parcel = try await store.read { [rounds] transaction in
            guard let subscriber = try transaction.subscriber(id) else { throw Refusal.notFound("subscriber") }
            guard let parcel = try rounds.parcel(position, nil, to: subscriber, in: transaction) else {
                throw Refusal.notFound("event")
            }
            return parcel
        }
        guard let delivery = try await postman.deliver(parcel) else {
            throw Refusal(.unavailable, "stopping", "The gateway is being stopped.")
        }
        return delivery
    }

    /// Sends an event that says nothing but that it is a test.
    public func test(_ id: ID<Subscriber>) async throws -> Delivery {
        let now = surroundings.clock.now
        let position = try await store.write { transaction in
            guard try transaction.subscriber(id) != nil else { throw Refusal.notFound("subscriber") }
            try transaction.append(Event(.subscriberTest, at: now, value: id.description))
            return try transaction.newestEventPosition()
        }
        return try await resend(position, to: id)
    }

    private func round() async -> (parcels: [Parcel], nextDue: Timestamp?) {
        do {
            return try await next()
        } catch {
            logger.error("deliveries cannot be read; trying again", metadata: ["error": "\(error)"])
            return ([], surroundings.clock.now + .seconds(1))
        }
    }

    private func next() async throws -> (parcels: [Parcel], nextDue: Timestamp?) {
        let now = surroundings.clock.now
        let behind = try await store.read { [rounds] in try rounds.behind(at: now, in: $0) }
        if !behind.isEmpty {
            try await store.write { [rounds] transaction in
                for id in behind { try rounds.readOn(for: id, at: now, in: transaction) }
            }
        }
        let busy = underWay.keys
        let found = try await store.read { [rounds] in try rounds.next(at: now, except: busy, in: $0) }
        if !found.gone.isEmpty {
            logger.warning(
                "events were not delivered in the time they are kept",
                metadata: [
                    "count": "\(found.gone.count)"
                ])
            try await store.write { transaction in for waiting in found.gone { try transaction.finish(waiting) } }
        }
        for case let waiting? in found.parcels.map(\.waiting) { underWay.begin(DeliveryKey(waiting)) }
        // There may be more to read, or a lane whose next one can go.
        let isMore = !found.gone.isEmpty || (!behind.isEmpty && found.parcels.isEmpty)
        return try await isMore ? next() : (found.parcels, found.nextDue)
    }

    private func deliver(_ parcel: Parcel) async {
        do {
            _ = try await postman.deliver(parcel)
        } catch {
            // It stays where it is, and is delivered again with the same id.
            logger.error(
                "delivery not stored", metadata: ["subscriber": "\(parcel.subscriber.id)", "error": "\(error)"])
            try? await Task.sleep(for: .seconds(1))
        }
        if let waiting = parcel.waiting { underWay.end(DeliveryKey(waiting)) }
    }
}

/// The deliveries that are under way in this process.
private final class InFlight: Sendable {
    private let held = Mutex<Set<DeliveryKey>>([])

    var keys: Set<DeliveryKey> { held.withLock { $0 } }
    func begin(_ key: DeliveryKey) { held.withLock { _ = $0.insert(key) } }
    func end(_ key: DeliveryKey) { held.withLock { _ = $0.remove(key) } }
}
