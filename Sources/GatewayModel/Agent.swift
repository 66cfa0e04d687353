/// Whether a person of ours is there to answer customers.
public enum Presence: String, Sendable, CaseIterable {
    /// Takes new conversations.
    case available
    /// Goes on with those that are the person's own, and takes no more.
    case currentConversationsOnly
    case unavailable
}

/// A user as somebody who answers customers: whether the person is there, and how much the person can take.
public struct Agent: Sendable, Equatable {
    public let user: ID<User>
    public var presence: Presence
    /// Since when it is that presence; `nil` where nobody ever set one.
    public var since: Timestamp?
    /// How many open conversations of the person's own fill the person up.
    public var capacity: Int
    /// Whether the presence ends with the person's sessions: it was set while there were some.
    public var endsWithSessions: Bool

    /// What may be set.
    public static let capacities = 0...1000
    /// What holds where nobody has set one.
    public static let standardCapacity = 5

    public init(
        user: ID<User>, presence: Presence = .unavailable, since: Timestamp? = nil,
        capacity: Int = Self.standardCapacity, endsWithSessions: Bool = false
    ) {
        self.user = user
        self.presence = presence
        self.since = since
        self.capacity = capacity
        self.endsWithSessions = endsWithSessions
    }
}
