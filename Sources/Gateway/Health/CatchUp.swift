import ConnectorKit
import GatewayModel
import Logging
public import ServiceLifecycle

/// Fetches what platforms took in while the gateway was down or refused, where they can be asked.
///
/// At start everything since the gateway was last alive is noted as possibly missed, connection by connection; and once
/// the store is back, everything since it failed (``RefusedWebhooks``). A note stays until its messages are stored, so
/// neither a platform that is down nor another crash loses it. Start and live
/// webhooks wait for none of it: whichever way a message comes first, its key is claimed once. What waits to be sent
/// does wait for it (``FirstCatchUp``).
public struct CatchUp: Service, CustomStringConvertible {
    /// How often it is written down that the gateway is alive.
    static let heartbeat = Duration.seconds(60)
    private static let batch = 100

    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let intake: Intake
    private let missed: MissedMessages
    private let outboxChanged: @Sendable () -> Void
    private let mediaArrived: @Sendable () -> Void
    private let namesWanted: @Sendable () -> Void
    private let first: FirstCatchUp
    private let bell = Bell()
    private let logger: Logger

    init(
        _ desk: PlatformDesk, first: FirstCatchUp, outboxChanged: @escaping @Sendable () -> Void,
        mediaArrived: @escaping @Sendable () -> Void, namesWanted: @escaping @Sendable () -> Void, logger: Logger
    ) {
        surroundings = desk.surroundings
        store = desk.store
        self.desk = desk
        intake = Intake(desk.surroundings)
        missed = MissedMessages(surroundings: desk.surroundings)
        self.outboxChanged = outboxChanged
        self.mediaArrived = mediaArrived
        self.namesWanted = namesWanted
        self.first = first
        self.logger = logger
    }

    public var description: String { "CatchUp" }

    /// Works until told to stop.
    public func run() async throws {
        var hasBegun = false
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    if !hasBegun { try await begin() }
                    hasBegun = true
                    try await beat()
                    try await cancelWhenGracefulShutdown { _ = try await drain() }
                } catch {
                    logger.error("catching up failed; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(at: surroundings.clock.now + Self.heartbeat, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
        if hasBegun { try? await beat() }
    }

    /// At start, before the first heartbeat: notes what may have been missed. Nothing at the very first start.
    public func begin() async throws {
        let now = surroundings.clock.now
        try await store.write { [missed] transaction in
            guard let alive = try transaction.lastAlive() else { return }
            if alive > now { try transaction.setBack(by: alive - now, at: now) }
            try missed.note(since: min(alive, now), in: transaction)
        }
    }

    /// Something more was noted as missed.
    func changed() { bell.ring() }

    func beat() async throws {
        let now = surroundings.clock.now
        try await store.write { try $0.setAlive(at: now) }
    }

    /// Fetches everything that is noted.
    ///
    /// - Returns: how many messages were new.
    @discardableResult
    public func drain() async throws -> Int {
        let count = try await fetch()
        // What is not connected sends nothing, and is asked when it is connected again.
        let isAllKnown = try await store.read { transaction in
            try transaction.missedPeriods().allSatisfy {
                try transaction.connection($0.connection)?.state != .connected
            }
        }
        if isAllKnown { first.isDone() }
        return count
    }

    private func fetch() async throws -> Int {
        let periods = try await store.read { try $0.missedPeriods() }
        guard !periods.isEmpty else { return 0 }
        var missed: [Missed] = []
        var settled: [MissedPeriod] = []
        for period in periods {
            guard let opened = try await desk.open(period.connection),
                let connector = opened.connector as? any CatchesUp
            else {
                settled.append(period)
                continue
            }
            // Its credentials are refused; it is noted anew, or goes on, once they are mended.
            guard opened.connection.state == .connected,
                let app = try await store.read({ try $0.app(opened.connection.app) })
            else { continue }
            do {
                let events = try await connector.missed(
                    by: opened.subject, since: period.since, over: opened.transport)
                missed += events.map { Missed(read: Intake.ReadEvent($0), app: app, connection: opened.connection) }
                settled.append(period)
            } catch {
                logger.warning(
                    "missed messages could not be asked for; trying again",
                    metadata: ["connection": "\(period.connection)", "reason": "\(error.explanation)"])
            }
        }
        return try await store(missed, thenSettling: settled)
    }

    private struct Missed: Sendable {
        let read: Intake.ReadEvent
        let app: PlatformApp
        let connection: Connection

        var sentAt: Timestamp {
            if case .message(let message) = read.event.content {
                message.sentAt ?? .distantFuture
            } else {
                .distantFuture
            }
        }
    }

    /// In the order of the platform's time, whichever number it came to: a STOP to one and a START to another number
    /// of a contact point must not change places.
    private func store(_ missed: [Missed], thenSettling periods: [MissedPeriod]) async throws -> Int {
        let inOrder = missed.enumerated().sorted {
            ($0.element.sentAt, $0.offset) < ($1.element.sentAt, $1.offset)
        }.map(\.element)
        var new: [ID<Connection>: Int] = [:]
        var sequel: Intake.Sequel = []
        for start in stride(from: 0, to: inOrder.count, by: Self.batch) {
            let batch = Array(inOrder[start..<min(start + Self.batch, inOrder.count)])
            let (stored, next) = try await store.write { [intake, surroundings] transaction in
                var stored: [ID<Connection>] = []
                var next: Intake.Sequel = []
                for item in batch {
                    // Intake claims the key; only what nobody has claimed is new.
                    guard try !transaction.hasSeen(item.read.event.key, of: item.app.id) else { continue }
                    next.formUnion(try intake.store(item.read, from: item.app, in: transaction))
                    stored.append(item.connection.id)
                }
                for (id, items) in Dictionary(grouping: stored, by: \.self) {
                    let contactPoint = batch.first { $0.connection.id == id }?.connection.contactPoint
                    try transaction.append(
                        Event(
                            .connectionCaughtUp, at: surroundings.clock.now, contactPoint: contactPoint,
                            connection: id, value: String(items.count)))
                }
                return (stored, next)
            }
            for id in stored { new[id, default: 0] += 1 }
            sequel.formUnion(next)
        }
        try await store.write { transaction in for period in periods { try transaction.settle(period) } }
        for (id, count) in new {
            logger.notice("caught up", metadata: ["connection": "\(id)", "messages": "\(count)"])
        }
        if sequel.contains(.outbox) { outboxChanged() }
        if sequel.contains(.names) { namesWanted() }
        if missed.contains(where: \.read.bringsMedia) { mediaArrived() }
        return new.values.reduce(0, +)
    }
}
