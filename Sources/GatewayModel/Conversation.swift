/// What one customer and one contact point say to each other on one platform, from the first word until closed.
public struct Conversation: Sendable, Equatable, Identified {
    public static let idPrefix = "conv"

    public let id: ID<Conversation>
    public let contactPoint: ContactPointID
    public let platform: Platform
    /// Where the customer last wrote to, or where we began. We answer from there, or from the connection that sends in
    /// its place (``Sending``): which one that was, each message tells.
    public var connection: ID<Connection>
    public let customer: Address
    public var state: ConversationState
    /// Whose conversation it is: the principal who started or took it.
    public var owner: String?
    /// The notification it was born to answer.
    public var answersNotification: ID<Message>?
    /// What another system calls it, for example the id of a ticket.
    public var externalReference: String?
    public var clocks: ConversationClocks
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: ID<Conversation>, contactPoint: ContactPointID, platform: Platform, connection: ID<Connection>,
        customer: Address, state: ConversationState, owner: String? = nil, answersNotification: ID<Message>? = nil,
        externalReference: String? = nil, clocks: ConversationClocks = ConversationClocks(), createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.contactPoint = contactPoint
        self.platform = platform
        self.connection = connection
        self.customer = customer
        self.state = state
        self.owner = owner
        self.answersNotification = answersNotification
        self.externalReference = externalReference
        self.clocks = clocks
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// The state of a conversation. Open means not closed.
public enum ConversationState: String, Sendable, CaseIterable {
    /// Nobody of ours has answered.
    case new
    case active
    /// Nothing was said for a while.
    case inactive
    case closed

    public var isOpen: Bool { self != .closed }
}

/// What can happen to a conversation.
public enum ConversationChange: Sendable, CaseIterable {
    /// A customer wrote.
    case inbound
    /// A customer wrote just STOP, START or HELP: a message like any other, but one that asks for no answer.
    case keyword
    case reply
    case inactiveTimer
    case closeTimer
    case closedByPerson
}

extension ConversationState {
    /// The state table of a conversation, whole.
    ///
    /// `nil` where the change means nothing in this state: an inbound message to a closed conversation opens
    /// another one, a reply to it is refused, a timer that comes late is ignored.
    public func after(_ change: ConversationChange) -> ConversationState? {
        switch (self, change) {
        case (.new, .inbound), (.new, .keyword): .new
        case (.active, .inbound), (.inactive, .inbound), (.active, .keyword), (.inactive, .keyword): .active
        case (.new, .reply), (.active, .reply), (.inactive, .reply): .active
        case (.new, .inactiveTimer), (.active, .inactiveTimer): .inactive
        case (.inactive, .closeTimer): .closed
        case (.new, .closedByPerson), (.active, .closedByPerson), (.inactive, .closedByPerson): .closed
        case (.closed, _), (.inactive, .inactiveTimer), (.new, .closeTimer), (.active, .closeTimer): nil
        }
    }
}
