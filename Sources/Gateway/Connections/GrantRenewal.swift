import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle

/// Renews what platforms granted for a time, before it ends.
///
/// When something is due stands in the secrets themselves, so there is nothing to keep in step with them: who has signed
/// in anew, on whatever node, is seen at the next look. A process that dies between the platform's answer and our commit
/// loses what counts once, and nobody could do anything about that: the platform then refuses, and the checklist asks
/// somebody to sign in again.
public struct GrantRenewal: Service, CustomStringConvertible {
    private static let mostAtOnce = 4
    /// A store that fails has to be outlasted, for what is to be stored is nowhere else.
    private static let mostWrites = 60
    /// For so long after a renewal a call may still be told that what it was made with does not count any more.
    private static let aftermath = Duration.seconds(60)

    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let apps: PlatformApps
    private let outboxChanged: @Sendable () -> Void
    private let memory = RenewalMemory()
    private let first = AsyncStream<Void>.makeStream()
    private let bell = Bell()
    private let logger: Logger

    init(_ desk: PlatformDesk, apps: PlatformApps, outboxChanged: @escaping @Sendable () -> Void, logger: Logger) {
        surroundings = desk.surroundings
        store = desk.store
        self.desk = desk
        self.apps = apps
        self.outboxChanged = outboxChanged
        self.logger = logger
    }

    public var description: String { "GrantRenewal" }

    /// Works until told to stop; a call that is under way then is finished.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                var next: Timestamp?
                do {
                    next = try await drain()
                } catch {
                    logger.error("nothing can be renewed; trying again", metadata: ["error": "\(error)"])
                }
                first.continuation.finish()
                bell.ring(due: next, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        first.continuation.finish()
        bell.silence()
    }

    /// Returns when it was first tried to renew what is due: what ended while the gateway was down is then no news to
    /// alarm anybody with.
    func hasLookedOnce() async {
        for await _ in first.stream {}
    }

    /// Renews everything that is due.
    ///
    /// - Returns: when the next is.
    @discardableResult
    public func drain() async throws -> Timestamp? {
        try await settleAftermath()
        let grants = try await grants()
        let now = surroundings.clock.now
        let due = grants.filter { memory.dueAt($0.connection.id, $0.due, at: now) <= now }
        await withDiscardingTaskGroup { group in
            for lane in 0..<Self.mostAtOnce {
                group.addTask {
                    for index in stride(from: lane, to: due.count, by: Self.mostAtOnce) { await renew(due[index]) }
                }
            }
        }
        if !due.isEmpty { return surroundings.clock.now }
        return grants.map { memory.dueAt($0.connection.id, $0.due, at: now) }.min()
    }

    /// Something of a connection that ends.
    private struct Grant: Sendable {
        let connector: any RenewsGrants
        let connection: Connection
        let subject: OpenConnection
        let due: Timestamp
    }

    /// As they are stored at this moment: what is at hand may be what was replaced on another node.
    private func grants() async throws -> [Grant] {
        let connectors = surroundings.connectors.all.compactMap { $0 as? any RenewsGrants }
        guard !connectors.isEmpty else { return [] }
        let now = surroundings.clock.now
        return try await store.read { [desk] transaction in
            try transaction.apps().flatMap { app -> [Grant] in
                guard let connector = connectors.first(where: { $0.platform == app.platform }),
                    let access = try desk.vault.access(to: app, in: transaction)
                else { return [] }
                return try transaction.connections(of: app.id).compactMap { connection in
                    let subject = desk.subject(connection, of: app, access)
                    return connector.renewalDue(of: subject, at: now).map {
                        Grant(connector: connector, connection: connection, subject: subject, due: $0)
                    }
                }
            }
        }
    }

    private func renew(_ grant: Grant) async {
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        do { try await Holding.current?.beCertain() } catch { return }
        // Nobody can take the call back. So its answer is waited for and stored, whoever wants this node to stop, and
        // whoever has the duty by then: it is true on every node.
        await Task { await Holding.$current.withValue(nil) { await ask(grant) } }.value
    }

    private func ask(_ grant: Grant) async {
        let id = grant.connection.id
        let begun = surroundings.clock.now
        let transport = desk.confined(grant.subject.app, grant.connector, for: id)
        do throws(RenewalFailure) {
            let granted = try await grant.connector.renew(grant.subject, over: transport)
            await keep(granted, instead: [], of: grant)
            memory.renewed(id, at: begun)
        } catch {
            switch error.disposition {
            case .later(let pause): memory.putOff(id, at: surroundings.clock.now, by: pause)
            case .never(let lost):
                // What is not forgotten stays due.
                memory.putOff(id, at: surroundings.clock.now, by: nil)
                if !lost.isEmpty { await keep([:], instead: lost, of: grant) }
            }
            logger.warning(
                "what a platform granted was not renewed",
                metadata: ["connection": "\(id)", "reason": "\(error.explanation)"])
        }
    }

    private func keep(_ granted: [String: Secret], instead lost: Set<String>, of grant: Grant) async {
        for _ in 0..<Self.mostWrites {
            do {
                let isKept = try await store.write { [apps] transaction in
                    try apps.renew(
                        granted, forgetting: lost, for: grant.connection.id, replacing: grant.subject.app,
                        by: "gateway", in: transaction)
                }
                if isKept { apps.changed() }
                return
            } catch {
                logger.error(
                    "what a platform granted is not stored yet",
                    metadata: ["connection": "\(grant.connection.id)", "error": "\(error)"])
            }
            let now = surroundings.clock.now
            guard (try? await surroundings.clock.sleep(until: now + .seconds(1))) != nil else { return }
        }
    }

    /// Between the platform's answer and our commit, and on other nodes a little longer, calls are made with what does not
    /// count any more. A connection that was given up for that goes on.
    private func settleAftermath() async throws {
        for (id, begun) in memory.recent(since: surroundings.clock.now - Self.aftermath) {
            let isMended = try await store.write { [surroundings] transaction in
                guard let connection = try transaction.connection(id), connection.state == .needsReconnect,
                    connection.stateSince >= begun
                else { return false }
                try Connections(surroundings).reconnected(connection, in: transaction)
                return true
            }
            if isMended { outboxChanged() }
        }
    }
}
