public import GatewayModel

/// A system of ours that is called for each event it asked for.
public struct Subscriber: Sendable, Equatable, Identified {
    public static let idPrefix = "sub"

    public let id: ID<Subscriber>
    public var label: String
    public var url: String
    /// Empty for all kinds.
    public var kinds: [Event.Kind]
    /// Empty for all contact points, and for events of none.
    public var contactPoints: [ContactPointID]
    public var state: State
    /// Why it is disabled.
    public var stateReason: String?
    /// Up to where the log was read for it.
    public var position: Int64
    /// How often it was replayed: what was under way before a replay settles nothing after it.
    public var epoch: Int64
    public let createdAt: Timestamp

    public init(
        id: ID<Subscriber>, label: String, url: String, kinds: [Event.Kind] = [],
        contactPoints: [ContactPointID] = [], state: State = .active, stateReason: String? = nil, position: Int64,
        epoch: Int64 = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.label = label
        self.url = url
        self.kinds = kinds
        self.contactPoints = contactPoints
        self.state = state
        self.stateReason = stateReason
        self.position = position
        self.epoch = epoch
        self.createdAt = createdAt
    }

    public enum State: String, Sendable, CaseIterable {
        case active
        /// By a person; nothing is lost, for the log waits.
        case paused
        /// By the gateway, because it failed for too long or said it is gone.
        case disabled
    }

    func wants(_ event: Event) -> Bool {
        // A test is delivered by whoever asks for it.
        guard event.kind != .subscriberTest, kinds.isEmpty || kinds.contains(event.kind) else { return false }
        return contactPoints.isEmpty || event.contactPoint.map(contactPoints.contains) ?? false
    }
}

/// An event that a subscriber has not acknowledged yet.
public struct WaitingDelivery: Sendable, Equatable {
    public let subscriber: ID<Subscriber>
    public let position: Int64
    /// Within a lane the order is kept; lanes do not wait for each other.
    public let lane: String
    public let epoch: Int64
    public var dueAt: Timestamp
    public var tries: Int
    public var failingSince: Timestamp?

    public init(
        subscriber: ID<Subscriber>, position: Int64, lane: String, epoch: Int64, dueAt: Timestamp, tries: Int = 0,
        failingSince: Timestamp? = nil
    ) {
        self.subscriber = subscriber
        self.position = position
        self.lane = lane
        self.epoch = epoch
        self.dueAt = dueAt
        self.tries = tries
        self.failingSince = failingSince
    }
}

/// What came of one call to a subscriber. Holds neither what was sent nor what was answered.
public struct Delivery: Sendable, Equatable, Identified {
    public static let idPrefix = "dlv"

    public let id: ID<Delivery>
    public let subscriber: ID<Subscriber>
    public let position: Int64
    public let at: Timestamp
    public let duration: Duration
    public let outcome: Outcome
    /// What the subscriber answered with, if it did.
    public let status: Int?
    public let error: String?

    public init(
        id: ID<Delivery>, subscriber: ID<Subscriber>, position: Int64, at: Timestamp, duration: Duration,
        outcome: Outcome, status: Int?, error: String?
    ) {
        self.id = id
        self.subscriber = subscriber
        self.position = position
        self.at = at
        self.duration = duration
        self.outcome = outcome
        self.status = status
        self.error = error
    }

    public enum Outcome: String, Sendable, CaseIterable {
        case delivered
        case failed
    }
}

extension Event {
    /// What keeps its order: a conversation; without one, a connection; without one, a contact point.
    var lane: String {
        if let conversation { return conversation.description }
        if let connection { return connection.description }
        return contactPoint.map { "at/\($0)" } ?? "gateway"
    }
}
