import ConnectorKit
public import GatewayModel

/// What becomes of a conversation if nothing more is said: when its timers expire, and for how long the platform still
/// lets us answer.
public struct ConversationOutlook: Sendable {
    private let connectors: InstalledConnectors
    private let precedence: TimerPrecedence

    public init(_ connectors: InstalledConnectors) {
        self.connectors = connectors
        precedence = TimerPrecedence(connectors)
    }

    /// When its timers expire.
    public func due(of conversation: Conversation, in transaction: any StoreTransaction) throws -> DueTimes {
        try precedence.due(of: conversation, in: transaction)
    }

    /// A time to answer in, that the customer's last word began.
    public struct Window: Sendable, Equatable {
        /// As the platform's connector names it.
        public let name: String
        public let endsAt: Timestamp
        /// Whether only what a person writes goes out by it.
        public let isForPersons: Bool
    }

    /// The windows of the platform, open or over, the one that ends first at the start. Empty where the customer has
    /// said nothing that opens one; `nil` where the platform has none, and where the conversation is closed.
    public func replyWindows(of conversation: Conversation, in transaction: any StoreTransaction) throws -> [Window]? {
        guard conversation.state.isOpen,
            let declared = connectors[conversation.platform]?.capabilities.replyWindows, !declared.isEmpty
        else { return nil }
        guard let connection = try transaction.connection(conversation.connection),
            let last = try transaction.lastWord(of: conversation.customer, to: connection.id)
        else { return [] }
        return declared.filter { $0.isThere(for: connection) }
            .map { Window(name: $0.name, endsAt: last + $0.length, isForPersons: $0.isForPersons) }
            .sorted { $0.endsAt < $1.endsAt }
    }
}

extension ReplyWindow {
    /// Whether the connection has it.
    func isThere(for connection: Connection) -> Bool {
        setting.map { connection.settings[$0] == "on" } ?? true
    }
}
