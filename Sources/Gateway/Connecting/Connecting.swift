public import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle
import Signing

/// Connects platforms step by step: a person answers what the connector asks, and at the end everything is made at
/// once.
///
/// What was answered is kept sealed, for half an hour, and only whoever began can go on with it. Nothing is made
/// before the last step. Then app and connections are made in one transaction, and only after it the platform is
/// changed, so that a platform that fails leaves a red item with a fix, and no webhook comes to an address of nobody.
public struct Connecting: Service, CustomStringConvertible {
    static let life = Duration.seconds(30 * 60)
    static let mostAtOnce = 100

    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let apps: PlatformApps
    private let connections: Connections
    private let checklists: Checklists
    private let drafts: ConnectingDrafts
    private let outboxChanged: @Sendable () -> Void
    private let bell = Bell()
    private let logger: Logger

    init(
        _ desk: PlatformDesk, apps: PlatformApps, connections: Connections, checklists: Checklists,
        sealingKey: KeyRing, outboxChanged: @escaping @Sendable () -> Void, logger: Logger
    ) {
        surroundings = desk.surroundings
        store = desk.store
        self.desk = desk
        self.apps = apps
        self.connections = connections
        self.checklists = checklists
        drafts = ConnectingDrafts(desk.surroundings, vault: desk.vault, key: sealingKey)
        self.outboxChanged = outboxChanged
        self.logger = logger
    }

    public var description: String { "Connecting" }

    /// What is to be connected.
    public enum Purpose: Sendable {
        /// A platform to a contact point, with the account that is asked for, or with an app that is there.
        case connect(Platform, to: ContactPointID, with: ID<PlatformApp>?)
        /// The app of a connection whose credentials are refused.
        case reconnect(ID<Connection>)
    }

    /// Where it stands.
    public enum State: Sendable {
        case asking(ID<ConnectingSession>, until: Timestamp, ConnectingStep)
        case connected(Outcome)
    }

    /// What was made.
    public struct Outcome: Sendable {
        public let app: PlatformApp
        /// Those that are new; of a reconnect the one it was begun for.
        public let connections: [Connection]
        /// One for each, run after everything else.
        public let checklists: [ChecklistResult]
    }

    /// The first step.
    ///
    /// - Throws: ``Refusal``
    public func begin(_ purpose: Purpose, by principal: String) async throws -> State {
        let now = surroundings.clock.now
        let draft = try await store.read { [drafts] in try drafts.begin(purpose, in: $0) }
        let (step, next) = try await step(after: draft)
        let session = ConnectingSession(
            id: surroundings.ids.next(), principal: principal, expiresAt: now + Self.life, turn: 0, sealed: [])
        if case .connect(let plan) = step.kind { return try await connect(session, next, plan, isNew: true) }
        try await store.write { [drafts] transaction in
            try transaction.deleteConnectingSessions(before: now)
            guard try transaction.connectingSessionCount() < Self.mostAtOnce else {
                throw Refusal(
                    .conflict, "too-many-sessions", "\(Self.mostAtOnce) sessions are open already. Finish or end one.")
            }
            try transaction.insert(try drafts.sealed(next, as: session))
        }
        bell.ring(at: session.expiresAt, by: surroundings.clock)
        return .asking(session.id, until: session.expiresAt, step)
    }

    /// The next step.
    ///
    /// - Throws: ``Refusal``: the answer is not one to the step that was asked, which stays; the session is not there,
    ///   has expired, or is somebody else's; or somebody was faster.
    public func answer(
        _ id: ID<ConnectingSession>, _ answer: ConnectingReply, by principal: String
    ) async throws -> State {
        let session = try await session(id, of: principal)
        var draft = try drafts.open(session)
        try draft.take(answer, from: try surroundings.connectors.require(draft.platform))
        let (step, next) = try await step(after: draft)
        if case .connect(let plan) = step.kind { return try await connect(session, next, plan, isNew: false) }
        var moved = try drafts.sealed(next, as: session)
        moved.turn += 1
        guard try await store.write({ [moved] in try $0.update(moved, ifTurn: session.turn) }) else {
            throw Self.overtaken
        }
        return .asking(id, until: session.expiresAt, step)
    }

    /// Ends it; nothing was made.
    public func cancel(_ id: ID<ConnectingSession>, by principal: String) async throws {
        let session = try await session(id, of: principal)
        try await store.write { try $0.deleteConnectingSession(session.id) }
    }

    private func session(_ id: ID<ConnectingSession>, of principal: String) async throws -> ConnectingSession {
        guard let session = try await store.read({ try $0.connectingSession(id) }), session.principal == principal,
            session.expiresAt > surroundings.clock.now
        else { throw Refusal.notFound("connecting session; one ends after half an hour, and when it is done") }
        return session
    }

    private func step(after draft: ConnectingDraft) async throws -> (ConnectingStep, ConnectingDraft) {
        guard let connector = try surroundings.connectors.require(draft.platform) as? any Connects else {
            throw Refusal.invalid("platform", "it cannot be connected step by step; register app and connection.")
        }
        let progress = try await store.read { [drafts] in try drafts.progress(of: draft, in: $0) }
        let step = await connector.nextStep(after: progress, over: desk.confined(progress.app, connector))
        var next = draft
        next.note(step)
        return (step, next)
    }

    /// Ours first, all at once; then the platform's side, where each failure is an item that stays red.
    private func connect(
        _ session: ConnectingSession, _ draft: ConnectingDraft, _ plan: ConnectingPlan, isNew: Bool
    ) async throws -> State {
        let (app, made) = try await store.write { [apps, connections, drafts] transaction in
            if !isNew {
                var last = session
                last.turn += 1
                guard try transaction.update(last, ifTurn: session.turn) else { throw Self.overtaken }
                try transaction.deleteConnectingSession(session.id)
            }
            let app = try drafts.settle(draft, label: plan.appLabel, by: session.principal, with: apps, in: transaction)
            var made: [Connection] = []
            if let contactPoint = draft.contactPoint.flatMap({ ContactPointID($0) }) {
                for address in plan.addresses {
                    made.append(
                        try connections.create(
                            at: contactPoint, app: app.id, address, Connections.Choices(label: plan.labels[address]),
                            by: session.principal, in: transaction))
                }
            } else if let id = draft.reconnected, let connection = try transaction.connection(ID(rawValue: id)) {
                made.append(connection)
            }
            return (app, made)
        }
        apps.changed()
        outboxChanged()
        var results: [ChecklistResult] = []
        for connection in made {
            for item in plan.fixes { await fix(item, of: connection.id, by: session.principal) }
            results.append(try await checklists.check(connection.id))
        }
        return .connected(Outcome(app: app, connections: made, checklists: results))
    }

    private func fix(_ item: String, of id: ID<Connection>, by actor: String) async {
        do {
            try await checklists.doFix(item, of: id, by: actor)
        } catch {
            let reason = (error as? Refusal)?.explanation ?? "\(error)"
            logger.warning(
                "a connection's platform side is not done",
                metadata: ["connection": "\(id)", "item": "\(item)", "reason": "\(reason)"])
        }
    }

    /// Erases what has expired, until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    try await drain()
                } catch {
                    logger.error("expired sessions cannot be erased; trying again", metadata: ["error": "\(error)"])
                }
                // Those that another process began are noticed by then.
                bell.ring(at: surroundings.clock.now + Self.life, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Erases what has expired.
    public func drain() async throws {
        let now = surroundings.clock.now
        guard try await store.read({ try $0.connectingSessionCount() }) > 0 else { return }
        try await store.write { try $0.deleteConnectingSessions(before: now) }
    }

    private static let overtaken = Refusal(
        .conflict, "session-moved-on", "Somebody has answered this step a moment ago. Begin anew if it was not you.")
}
