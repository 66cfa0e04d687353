public import GatewayModel

/// Rules of availability, what they count, and the people who answer.
public protocol AvailabilityRecords {
    /// What was set for a platform on a contact point; always where nothing was.
    func availabilityRule(of contactPoint: ContactPointID, on platform: Platform) throws -> AvailabilityRule
    func setAvailabilityRule(
        _ rule: AvailabilityRule, of contactPoint: ContactPointID, on platform: Platform) throws

    /// How many open conversations of a contact point are nobody's, and have a customer who waits for an answer.
    func waitingConversations(at contactPoint: ContactPointID) throws -> Int
    /// Those who are available and may answer at a contact point, full or not.
    func availableAgents(at contactPoint: ContactPointID) throws -> [AgentLoad]

    /// As somebody set it; `nil` where nobody has.
    func agent(_ user: ID<User>) throws -> Agent?
    func put(_ agent: Agent) throws
    /// How many open conversations a user owns.
    func openConversations(ownedBy user: ID<User>) throws -> Int
    /// Those who are not unavailable, until their sessions end.
    func agentsOfSessions() throws -> [Agent]
}

/// An agent's part of the work.
public struct AgentLoad: Sendable, Equatable {
    public let user: ID<User>
    public let capacity: Int
    /// Open conversations of the agent's own.
    public let load: Int

    public init(user: ID<User>, capacity: Int, load: Int) {
        self.user = user
        self.capacity = capacity
        self.load = load
    }

    /// How many more would fill the agent up.
    public var room: Int { max(capacity - load, 0) }
}
