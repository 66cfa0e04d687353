import ConnectorKit
import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// How a message goes out, the second half: from the outbox to the platform.
///
/// Lease, within the pace → through the gate again, in the transaction that marks the part as being sent → the
/// connector's `send`, part by part → typed outcome → status and event.
public struct OutboxWorker: Service, CustomStringConvertible {
    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let links: MediaLinks
    private let blobs: any Blobs
    private let firstCatchUp: FirstCatchUp
    private let departures: Departures
    private let outcomes: Outcomes
    private let mostAtOnce: Int
    private let bell: Bell
    private let meters: Meters
    private let logger: Logger

    /// - Parameters:
    ///   - bell: rung by whoever puts something on the outbox.
    ///   - mostAtOnce: calls under way at the same time.
    init(
        _ surroundings: Surroundings, store: any Store, desk: PlatformDesk, links: MediaLinks, blobs: any Blobs,
        firstCatchUp: FirstCatchUp,
        rule: RetryRule, bell: Bell, meters: Meters, mostAtOnce: Int = 64, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        self.desk = desk
        self.links = links
        self.blobs = blobs
        self.firstCatchUp = firstCatchUp
        self.departures = Departures(surroundings, rule: rule)
        self.outcomes = Outcomes(surroundings, rule: rule)
        self.mostAtOnce = mostAtOnce
        self.bell = bell
        self.meters = meters
        self.logger = logger
    }

    public var description: String { "OutboxWorker" }

    private final class Awaited: Sendable {
        let isOver = Atomic(false)
    }

    /// Works until told to stop; then finishes the calls that are under way and begins no other.
    public func run() async throws {
        // The holder before this one writes down no more what became of its calls.
        try await takeBack(everything: store.isExclusive || Holding.current != nil)
        let underWay = UnderWay()
        let catchUp = Awaited()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await cancelWhenGracefulShutdown { await firstCatchUp.wait() }
                    catchUp.isOver.store(true, ordering: .releasing)
                    bell.ring()
                }
                for await _ in bell.rings {
                    if Task.isShuttingDownGracefully || Task.isCancelled { break }
                    let isKnown = catchUp.isOver.load(ordering: .acquiring)
                    let next = await round(
                        free: mostAtOnce - underWay.count, of: isKnown ? .all : .thoseThatMissNothing)
                    for departure in next.departures {
                        underWay.begin()
                        group.addTask {
                            await deliver(departure)
                            underWay.end()
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

    /// Sends everything that may leave now, one round after the other, until nothing is left that is due.
    public func drain() async throws {
        while true {
            let next = try await store.write { try departures.next(limit: mostAtOnce, in: $0) }
            if next.departures.isEmpty && (next.nextDue ?? .distantFuture) > surroundings.clock.now { return }
            await withDiscardingTaskGroup { group in
                for departure in next.departures { group.addTask { await deliver(departure) } }
            }
        }
    }

    /// Takes back what was leased and not finished in time.
    ///
    /// - Parameter everything: also what is leased for longer: at start, where nobody else can be at work.
    public func takeBack(everything: Bool) async throws {
        let moment = everything ? .distantFuture : surroundings.clock.now
        let batch = 500
        while try await store.write({ try departures.takeBack(expiredBy: moment, limit: batch, in: $0) }) == batch {}
    }

    private func round(free: Int, of connections: Departures.Connections) async -> Departures.Round {
        guard free > 0 else { return Departures.Round() }
        do {
            return try await store.write { transaction in
                _ = try departures.takeBack(expiredBy: surroundings.clock.now, limit: 100, in: transaction)
                return try departures.next(limit: free, of: connections, in: transaction)
            }
        } catch {
            logger.error("outbox cannot be read; trying again", metadata: ["error": "\(error)"])
            return Departures.Round(nextDue: surroundings.clock.now + .seconds(1))
        }
    }

    /// One message, until nothing of it can leave at once.
    func deliver(_ first: Departure) async {
        var next: Departure? = first
        while let departure = next {
            do {
                switch departure.task {
                case .send(let attempt): next = try await send(departure, attempt)
                case .lookUp: next = try await lookUp(departure)
                }
            } catch {
                // Not written down in time: the outcome counts as unknown until it is found out.
                logger.error(
                    "outcome not stored", metadata: ["message": "\(departure.entry.message)", "error": "\(error)"])
                return
            }
        }
    }

    private func send(_ departure: Departure, _ attempt: Attempt) async throws -> Departure? {
        try await Holding.current?.beCertain()
        // So long after its decision it is somebody else's to find out what became of it.
        guard departure.entry.leasedUntil ?? .distantFuture > surroundings.clock.now else { return nil }
        let result: Result<SendReceipt, SendFailure>
        let begin = ContinuousClock.now
        do throws(SendFailure) {
            let (connector, dispatch, transport) = try await prepare(departure)
            result = .success(try await connector.send(dispatch, over: transport))
        } catch {
            result = .failure(error)
        }
        let platform = departure.connection.platform.rawValue
        meters.note(ContinuousClock.now - begin, of: .sendSeconds, platform)
        meters.count(.sends, platform, Outcomes.outcome(of: result).0.rawValue)
        let chance = Double.random(in: 0...1)
        do {
            return try await writeDown(departure) {
                try outcomes.record(result, of: departure, attempt, chance: chance, in: $0)
            }
        } catch let refusal as OffDuty {
            // What was learned is true whoever learned it.
            if case .success(let receipt) = result { try await prove(receipt, of: departure) }
            throw refusal
        }
    }

    /// The platform's yes to a call of a node that has lost its duty meanwhile is still a proof.
    private func prove(_ receipt: SendReceipt, of departure: Departure) async throws {
        try await Holding.$current.withValue(nil) {
            try await store.write { try outcomes.prove(receipt, of: departure, in: $0) }
        }
    }

    private func lookUp(_ departure: Departure) async throws -> Departure? {
        let candidates: [SendReceipt]
        do throws(SendFailure) {
            let (connector, dispatch, transport) = try await prepare(departure)
            if let connector = connector as? any LooksUpSends {
                let around = departure.record.attemptedAt ?? departure.entry.agesFrom
                candidates = try await connector.candidates(for: dispatch, sentAround: around, over: transport)
            } else {
                // Only a report could prove it, and none has come.
                candidates = []
            }
        } catch {
            return try await writeDown(departure) { try outcomes.lookUpFailed(error, departure, in: $0) }
        }
        return try await writeDown(departure) { try outcomes.record(candidates, of: departure, in: $0) }
    }

    /// What was learned is learned only once: where the store does not take it, it is offered again while the lease
    /// lasts. Where the store had taken it after all, the second time changes nothing.
    private func writeDown(
        _ departure: Departure, _ work: @escaping @Sendable (any StoreTransaction) throws -> Departure?
    ) async throws -> Departure? {
        let longest = Duration.seconds(2)
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await store.write(work)
            } catch let refusal as OffDuty {
                throw refusal
            } catch {
                let next = surroundings.clock.now + pause
                guard next < departure.entry.leasedUntil ?? next, !Task.isShuttingDownGracefully else { throw error }
                try await surroundings.clock.sleep(until: next)
                pause = min(pause * 2, longest)
            }
        }
    }

    private func prepare(
        _ departure: Departure
    ) async throws(SendFailure) -> (any Connector, Dispatch, any HTTPTransport) {
        let connection = departure.connection
        let found: (app: PlatformApp, access: AppAccess)?
        do { found = try await desk.vault.app(connection.app) } catch { found = nil }
        guard let (app, access) = found, let connector = surroundings.connectors[connection.platform] else {
            throw SendFailure(
                code: "noCredentials", disposition: .retry(after: nil),
                explanation: "The credentials of this connection cannot be read.")
        }
        guard let part = try? MediaReferences.linked(departure.record.part, by: links) else {
            throw SendFailure(
                code: "noMediaLinks", disposition: .retry(after: nil),
                explanation: "No links can be made to the files of this message.")
        }
        let dispatch = Dispatch(
            part: part, reference: departure.reference, to: departure.entry.customer,
            from: connection.address, app: access, connectionSettings: connection.settings,
            files: OutgoingFiles(part: departure.record.part, blobs: blobs), window: departure.window,
            webhookAddress: { [surroundings] in surroundings.webhookAddress(of: app, path: $0) })
        return (connector, dispatch, desk.confined(access, connector, for: connection.id))
    }
}
