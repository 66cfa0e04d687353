public import GatewayModel

/// Removes what has been kept long enough, and answers what monitoring asks.
public protocol RetentionRecords {
    /// Removes rows of this kind that are older than the moment, the oldest first, at most `limit`; never any that
    /// something unfinished needs.
    ///
    /// - Returns: how many were removed; less than `limit` when no more are that old.
    func prune(_ kind: RetainedKind, before moment: Timestamp, limit: Int) throws -> Int

    /// How many events there are of each kind and value behind a position.
    func eventCounts(after position: Int64) throws -> [EventCount]
    /// What is on the outbox, by connection; for no more than so many connections.
    func outboxSizes(limit: Int) throws -> [OutboxSize]
    /// Writes something, to find out whether it can be.
    func beat(at moment: Timestamp) throws
}

/// Events of one kind.
public struct EventCount: Sendable, Equatable {
    public let kind: Event.Kind
    /// The new state or status, where the kind is about one.
    public let value: String?
    public let count: Int

    public init(kind: Event.Kind, value: String?, count: Int) {
        self.kind = kind
        self.value = value
        self.count = count
    }
}

/// What waits on one connection.
public struct OutboxSize: Sendable, Equatable {
    public let connection: ID<Connection>
    /// Those that wait for their turn or are under way.
    public let waiting: Int
    /// Those that wait for a person.
    public let held: Int
    /// From when the oldest of those that wait for their turn ages; `nil` where none does.
    public let oldest: Timestamp?

    public init(connection: ID<Connection>, waiting: Int, held: Int, oldest: Timestamp?) {
        self.connection = connection
        self.waiting = waiting
        self.held = held
        self.oldest = oldest
    }
}

/// The one list of what is kept for a time. Whoever adds a table that grows for ever adds a case here.
public enum RetainedKind: String, Sendable, CaseIterable {
    /// Closed conversations with all that was said in them, counted from their last change.
    case conversations
    /// Notifications that nobody has answered.
    case notifications
    case events
    case audit
    /// The single calls to platforms, of messages that are done.
    case attempts
    /// By which an event that comes twice is known.
    case seenEvents
    case unrouted
    case quarantine
    case parkedReports
    case keptAnswers
    case traces
    case deliveries
    /// Those that have ended.
    case sessions
    /// Those that are no longer good.
    case passwordLinks
    /// When customers last said something: longer ago than any platform's window, it says nothing.
    case lastWords
}
