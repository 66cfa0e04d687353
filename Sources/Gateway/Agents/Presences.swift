import GatewayModel

/// Writes down who is there, and tells of it. Whoever ends sessions says so here, in the same transaction.
struct Presences: Sendable {
    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    func put(_ agent: Agent, in transaction: any StoreTransaction) throws {
        let before = try transaction.agent(agent.user) ?? Agent(user: agent.user)
        guard agent != before else { return }
        try transaction.put(agent)
        if agent.presence != before.presence || agent.capacity != before.capacity {
            try transaction.append(
                Event(.agentPresenceChanged, at: surroundings.clock.now, value: agent.user.description))
        }
    }

    /// A user has no session any more: a presence that was set with one ends.
    func sessionsEnded(of user: ID<User>, in transaction: any StoreTransaction) throws {
        guard let agent = try transaction.agent(user), agent.endsWithSessions else { return }
        try end(agent, in: transaction)
    }

    /// The same; and of somebody who is not active any more, every presence ends.
    func sessionsEnded(of user: User, in transaction: any StoreTransaction) throws {
        guard user.state != .active else { return try sessionsEnded(of: user.id, in: transaction) }
        guard let agent = try transaction.agent(user.id) else { return }
        try end(agent, in: transaction)
    }

    private func end(_ agent: Agent, in transaction: any StoreTransaction) throws {
        guard agent.presence != .unavailable else { return }
        var gone = agent
        (gone.presence, gone.since, gone.endsWithSessions) = (.unavailable, surroundings.clock.now, false)
        try put(gone, in: transaction)
    }
}
