public import GatewayModel

/// Conversations.
public protocol ConversationRecords {
    func conversation(_ id: ID<Conversation>) throws -> Conversation?
    /// The one that is open, of which there is at most one.
    func openConversation(
        of customer: Address, at contactPoint: ContactPointID, on platform: Platform
    ) throws -> Conversation?
    /// The latest, open or closed.
    func latestConversation(
        of customer: Address, at contactPoint: ContactPointID, on platform: Platform
    ) throws -> Conversation?
    func insert(_ conversation: Conversation) throws
    func update(_ conversation: Conversation) throws
    /// Newest first.
    func conversations(_ filter: ConversationFilter, _ page: Page<ID<Conversation>>) throws -> [Conversation]
    /// Those that are open, the one in which something was said last at the top; each with its last message, or with its
    /// own number where every message is erased.
    func openConversations(
        bySpeech filter: ConversationFilter, _ page: Page<ID<Message>>
    ) throws -> [(conversation: Conversation, last: ID<Message>)]
}

/// Which conversations somebody wants to see; `nil` for any.
public struct ConversationFilter: Sendable, Equatable {
    public var contactPoint: ContactPointID?
    public var state: ConversationState?
    /// Those that are not closed, or those that are.
    public var isOpen: Bool?
    public var platform: Platform?
    public var owner: Owner?
    public var customer: Address?
    public var externalReference: String?
    /// Only those whose answer is overdue.
    public var isOverdue: Bool
    /// Only those with a message that may be an opt-out, which nobody has settled.
    public var mayOptOut: Bool

    public init(
        contactPoint: ContactPointID? = nil, state: ConversationState? = nil, isOpen: Bool? = nil,
        platform: Platform? = nil, owner: Owner? = nil, customer: Address? = nil, externalReference: String? = nil,
        isOverdue: Bool = false, mayOptOut: Bool = false
    ) {
        self.isOverdue = isOverdue
        self.mayOptOut = mayOptOut
        self.contactPoint = contactPoint
        self.state = state
        self.isOpen = isOpen
        self.platform = platform
        self.owner = owner
        self.customer = customer
        self.externalReference = externalReference
    }

    public enum Owner: Sendable, Equatable {
        case nobody
        /// A principal, by its name.
        case principal(String)
    }
}

/// Messages.
public protocol MessageRecords {
    func message(_ id: ID<Message>) throws -> Message?
    /// In the order in which they were stored.
    func messages(of conversation: ID<Conversation>, _ page: Page<ID<Message>>) throws -> [Message]
    /// Hands over what was said in a conversation, text by text, the newest first, until one is the right one.
    ///
    /// - Returns: whether one was.
    func texts(of conversation: ID<Conversation>, contains isRight: (String) -> Bool) throws -> Bool
    func insert(_ message: Message) throws
    func setStatus(_ status: DeliveryStatus, _ reason: StatusReason?, of message: ID<Message>, at: Timestamp) throws
    /// Newest first.
    func latestMessages(of conversation: ID<Conversation>, limit: Int) throws -> [Message]
    /// Changes what was said: text, media and details.
    func setContent(_ message: Message) throws
    func setMark(_ mark: Message.Mark, of message: ID<Message>) throws
    /// The last notification that was let out to this customer.
    func latestNotification(to customer: Address, at contactPoint: ContactPointID) throws -> ID<Message>?
}
