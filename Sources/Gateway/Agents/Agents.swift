public import GatewayModel

/// The people who answer: whether they are there, how much they can take, and how much they have.
///
/// Who may answer the conversations of a contact point is an agent of it; no list besides its conversation roles says so.
public struct Agents: Sendable {
    private let surroundings: Surroundings
    private let sessions: Sessions

    init(_ surroundings: Surroundings, sessions: Sessions) {
        self.surroundings = surroundings
        self.sessions = sessions
    }

    /// An agent, with what others want to know.
    public struct Profile: Sendable {
        public let user: User
        public let agent: Agent
        /// Open conversations of the agent's own.
        public let load: Int
        /// Where the agent is one.
        public let contactPoints: [ContactPointID]
    }

    /// One that somebody may see: managers see all, others those who answer where they may read.
    public func find(_ id: ID<User>, by viewer: Principal, in transaction: any StoreTransaction) throws -> Profile {
        guard let user = try transaction.user(id), let profile = try profile(of: user, in: transaction) else {
            throw Self.unknown
        }
        let isSeen = try !seen(by: viewer, transaction).isDisjoint(with: profile.contactPoints)
        guard isSeen || viewer.identity == .user(id) else { throw Self.unknown }
        return profile
    }

    /// Those that somebody may see, of a page of all users.
    ///
    /// - Parameter contactPoint: `nil` for those of all.
    public func list(
        at contactPoint: ContactPointID?, by viewer: Principal, _ page: Page<ID<User>>,
        in transaction: any StoreTransaction
    ) throws -> (agents: [Profile], last: ID<User>?) {
        let users = try transaction.users(page)
        let seen = try seen(by: viewer, transaction).filter { contactPoint == nil || $0 == contactPoint }
        let agents = try users.compactMap { try profile(of: $0, in: transaction) }
            .filter { !seen.isDisjoint(with: $0.contactPoints) }
        return (agents, users.count == page.limit ? users.last?.id : nil)
    }

    /// The caller's own.
    public func own(_ principal: Principal, in transaction: any StoreTransaction) throws -> Profile {
        guard case .user(let id) = principal.identity, let user = try transaction.user(id) else { throw Self.isService }
        return Profile(
            user: user, agent: try transaction.agent(id) ?? Agent(user: id),
            load: try transaction.openConversations(ownedBy: id),
            contactPoints: try contactPoints(of: user, in: transaction))
    }

    /// Somebody says whether he or she is there.
    public func set(_ presence: Presence, by principal: Principal, in transaction: any StoreTransaction) throws {
        guard case .user(let id) = principal.identity else { throw Self.isService }
        try change(id, presence: presence, capacity: nil, in: transaction)
    }

    /// An administrator says it of somebody, or how much somebody can take; what is `nil` stays.
    public func update(
        _ id: ID<User>, presence: Presence?, capacity: Int?, by actor: String, in transaction: any StoreTransaction
    ) throws {
        let (before, after) = try change(id, presence: presence, capacity: capacity, in: transaction)
        guard describe(before) != describe(after) else { return }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "user.presence", subject: "user/\(id)",
                before: describe(before), after: describe(after)))
    }

    @discardableResult
    private func change(
        _ id: ID<User>, presence: Presence?, capacity: Int?, in transaction: any StoreTransaction
    ) throws -> (before: Agent, after: Agent) {
        guard let user = try transaction.user(id), user.state == .active else { throw Self.unknown }
        let before = try transaction.agent(id) ?? Agent(user: id)
        var agent = before
        if let presence {
            if presence != .unavailable, try contactPoints(of: user, in: transaction).isEmpty {
                throw Refusal.invalid("presence", "there is no contact point at which this user may answer.")
            }
            if presence != agent.presence { (agent.presence, agent.since) = (presence, surroundings.clock.now) }
            agent.endsWithSessions =
                try presence != .unavailable && !sessions.list(of: id, in: transaction).isEmpty
        }
        if let capacity {
            guard Agent.capacities.contains(capacity) else {
                throw Refusal.invalid(
                    "capacity", "it must be a number from 0 to \(Agent.capacities.upperBound).")
            }
            agent.capacity = capacity
        }
        try Presences(surroundings).put(agent, in: transaction)
        return (before, agent)
    }

    /// `nil` for somebody who may answer nowhere.
    private func profile(of user: User, in transaction: any StoreTransaction) throws -> Profile? {
        let contactPoints = try contactPoints(of: user, in: transaction)
        guard !contactPoints.isEmpty else { return nil }
        return Profile(
            user: user, agent: try transaction.agent(user.id) ?? Agent(user: user.id),
            load: try transaction.openConversations(ownedBy: user.id), contactPoints: contactPoints)
    }

    private func contactPoints(of user: User, in transaction: any StoreTransaction) throws -> [ContactPointID] {
        try transaction.contactPoints(.answer, heldBy: .user(user.id)).sorted { $0.rawValue < $1.rawValue }
    }

    private func seen(by viewer: Principal, _ transaction: any StoreTransaction) throws -> Set<ContactPointID> {
        viewer.level >= .manager
            ? Set(try transaction.contactPoints().map(\.id))
            : try transaction.contactPoints(.read, heldBy: viewer.identity)
    }

    private func describe(_ agent: Agent) -> String { "\(agent.presence.rawValue), capacity \(agent.capacity)" }

    private static let unknown = Refusal.notFound("agent")
    private static let isService = Refusal(
        .conflict, "no-presence", "A service has no presence: this is for a user, and for keys that act for one.")
}
