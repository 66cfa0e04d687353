import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle

/// The checklists of all connections: run by themselves, on demand and after a fix; kept, and told when they change.
public struct Checklists: Service, CustomStringConvertible {
    /// From one run to the next.
    static let interval = Duration.seconds(15 * 60)
    /// So that a hundred connections of one account are not asked about at once.
    static let spread: Int64 = 120
    static let longestRun = Duration.seconds(60)
    private static let mostAtOnce = 4
    /// Secrets are replaced once in an hour or a month, so the second look is the last as a rule.
    private static let mostLooks = 3

    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let apps: PlatformApps
    private let reach: PublicReach
    private let outboxChanged: @Sendable () -> Void
    private let mayBegin: @Sendable () async -> Void
    private let bell = Bell()
    private let logger: Logger

    init(
        _ desk: PlatformDesk, apps: PlatformApps, reach: PublicReach, outboxChanged: @escaping @Sendable () -> Void,
        mayBegin: @escaping @Sendable () async -> Void, logger: Logger
    ) {
        surroundings = desk.surroundings
        store = desk.store
        self.desk = desk
        self.apps = apps
        self.reach = reach
        self.outboxChanged = outboxChanged
        self.mayBegin = mayBegin
        self.logger = logger
    }

    public var description: String { "Checklists" }

    /// Checks what is due until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await mayBegin() }
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                // A platform that does not answer must not hold up a stop.
                await cancelWhenGracefulShutdown { await round() }
                bell.ring(at: surroundings.clock.now + .seconds(15), by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    private func round() async {
        do {
            try await drain()
        } catch {
            logger.error("checklists cannot be run; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Checks everything that is due now.
    public func drain() async throws {
        // What cannot be opened stays due: its app or connector is missing, or it was removed a moment ago.
        var passedOver: Set<ID<Connection>> = []
        while !Task.isCancelled {
            let now = surroundings.clock.now
            let most = Self.mostAtOnce + passedOver.count
            let due = try await store.read { try $0.connectionsDueForCheck(by: now, limit: most) }
                .filter { !passedOver.contains($0) }
            guard !due.isEmpty else { return }
            try await withThrowingTaskGroup { group in
                for id in due { group.addTask { try await checkIfThere(id) ? nil : id } }
                for try await missing in group { if let missing { passedOver.insert(missing) } }
            }
        }
    }

    private func checkIfThere(_ id: ID<Connection>) async throws -> Bool {
        do {
            if try await mend(try await check(id)) { _ = try await check(id) }
            return true
        } catch let refusal as Refusal where refusal.kind == .notFound {
            return false
        }
    }

    /// Does by itself what an item is declared for. Where that is no use, the next look tries again.
    ///
    /// - Returns: whether something was done.
    private func mend(_ result: ChecklistResult) async throws -> Bool {
        let broken = Set(result.items.filter { $0.verdict == .red && $0.fix != nil }.map(\.id))
        guard !broken.isEmpty, let opened = try await desk.open(result.connection),
            let connector = opened.connector as? any HasChecklist
        else { return false }
        var isDone = false
        for item in connector.checklist where item.mendsItself && broken.contains(item.id) {
            do {
                try await doFix(item.id, of: result.connection, by: "gateway")
                isDone = true
            } catch let refusal as Refusal where refusal.kind == .conflict {
                logger.warning(
                    "an item was not mended",
                    metadata: ["connection": "\(result.connection)", "reason": "\(refusal.explanation)"])
            }
        }
        return isDone
    }

    /// Runs one connection's checklist now.
    ///
    /// - Throws: ``Refusal`` where there is no such connection.
    public func check(_ id: ID<Connection>) async throws -> ChecklistResult {
        for _ in 1..<Self.mostLooks {
            if let result = try await look(id, isLast: false) { return result }
            desk.vault.forget()
        }
        guard let result = try await look(id, isLast: true) else { throw Refusal.notFound("connection") }
        return result
    }

    /// - Returns: `nil` where the secrets were replaced meanwhile: what was asked with the old ones says nothing of the new.
    private func look(_ id: ID<Connection>, isLast: Bool) async throws -> ChecklistResult? {
        let startedAt = surroundings.clock.now
        guard let opened = try await desk.open(id) else { throw Refusal.notFound("connection") }
        var facts = try await store.read { try $0.facts(of: opened.connection, at: startedAt) }
        var (items, findings): ([ChecklistItem], [String: Finding]) = ([], [:])
        if let connector = opened.connector as? any HasChecklist {
            items = connector.checklist
            if items.contains(.reachability) { facts.reachability = await reach.call() }
            findings = await Self.findings(of: connector, opened, facts)
        }
        let found: (result: ChecklistResult, isWellAgain: Bool)? = try await store.write {
            [surroundings, desk, items, findings] transaction in
            let before = try transaction.checklist(of: id)
            // Somebody who began later has seen something newer; and what was removed meanwhile stays removed.
            if let before, before.startedAt > startedAt { return (before, false) }
            guard let connection = try transaction.connection(id) else { throw Refusal.notFound("connection") }
            if !isLast, let app = try transaction.app(connection.app),
                try desk.vault.access(to: app, in: transaction)?.secrets != opened.subject.app.secrets
            {
                return nil
            }
            let now = surroundings.clock.now
            let checked = ChecklistRule.items(items, findings, before: before, at: now)
            let turn = ChecklistRule.turn(items, checked, before: before)
            // As with sends: what was asked with the old credentials says nothing of new ones.
            if startedAt - connection.stateSince > AppVault.freshness {
                switch turn {
                case .needsReconnect(let reason):
                    try Connections(surroundings).needsReconnect(connection, because: reason, in: transaction)
                case .isWellAgain: try Connections(surroundings).reconnected(connection, in: transaction)
                case nil: break
                }
            }
            let overall = ChecklistRule.overall(checked.map(\.verdict))
            let result = ChecklistResult(
                connection: id, startedAt: startedAt, overall: overall,
                since: before?.overall == overall ? before?.since ?? now : now, items: checked)
            let pause = Self.interval + .seconds(id.rawValue % Self.spread)
            try transaction.put(result, dueAt: startedAt + pause)
            if before?.items.map(\.verdict) != checked.map(\.verdict) {
                try transaction.append(
                    Event(
                        .connectionChecklistChanged, at: now, contactPoint: opened.connection.contactPoint,
                        connection: id, value: overall.rawValue))
            }
            return (result, turn == .isWellAgain)
        }
        if found?.isWellAgain == true { outboxChanged() }
        return found?.result
    }

    /// Does what the platform's side needs for one item, and looks again.
    public func fix(_ item: String, of id: ID<Connection>, by actor: String) async throws -> ChecklistResult {
        try await doFix(item, of: id, by: actor)
        return try await check(id)
    }

    /// As ``fix(_:of:by:)``, without looking again.
    func doFix(_ item: String, of id: ID<Connection>, by actor: String) async throws {
        guard let opened = try await desk.open(id) else { throw Refusal.notFound("connection") }
        guard let connector = opened.connector as? any HasChecklist,
            connector.checklist.contains(where: { $0.id == item })
        else { throw Refusal.notFound("checklist item") }
        let before = try await store.read { try $0.checklist(of: id) }?.items.first { $0.id == item }
        let granted: [String: Secret]
        do {
            granted = try await connector.fix(item, of: opened.subject, over: opened.transport)
        } catch {
            throw Refusal(.conflict, "not-fixed", "It was not fixed: \(error.explanation)")
        }
        let now = surroundings.clock.now
        try await store.write { [apps] transaction in
            if !granted.isEmpty {
                try apps.keep(granted, of: opened.connection.app, for: id, by: actor, in: transaction)
            }
            try transaction.append(
                AuditEntry(
                    at: now, actor: actor, action: "connection.fix", subject: "connection/\(id)",
                    before: before?.found, after: "\(item): fixed"))
        }
        guard !granted.isEmpty else { return }
        apps.changed()
        outboxChanged()
    }

    /// Within its time; a platform that takes longer leaves everything unknown.
    private static func findings(
        of connector: any HasChecklist, _ opened: PlatformDesk.Opened, _ facts: ConnectionFacts
    ) async -> [String: Finding] {
        await withTaskGroup(of: [String: Finding]?.self) { group in
            group.addTask { await connector.findings(about: opened.subject, facts, over: opened.transport) }
            group.addTask {
                try? await Task.sleep(for: longestRun)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? [:]
        }
    }
}
