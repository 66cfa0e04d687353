import ConnectorKit
public import GatewayModel

/// How a message goes out, the first half: from a request to the outbox.
///
/// Who asks is known (authentication) → may they (outbound role) → can it (capability, address) → may we (the gate, the
/// caps) → one transaction {message, parts, outbox, event}. ``OutboxWorker`` is the second half. Messages to many are
/// ``Notifications``.
///
/// Each function runs inside the caller's transaction and throws ``Refusal``; then nothing of it stays.
public struct OutboundFlow: Sendable {
    let surroundings: Surroundings
    private let conversations: Conversations
    private let posting: Posting

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        conversations = Conversations(surroundings)
        posting = Posting(surroundings)
    }

    /// What somebody wants to say to a customer who may not have written first.
    public struct Request: Sendable {
        public let platform: Platform?
        /// As typed.
        public let to: String
        /// One of our addresses that sends, as typed; `nil` for the one the customer last wrote to or its diversion, or
        /// else the contact point's first that sends.
        public let from: String?
        /// Text, files, or both.
        public let text: String?
        public let media: [ID<Media>]

        public init(platform: Platform?, to: String, from: String?, text: String?, media: [ID<Media>] = []) {
            self.platform = platform
            self.to = to
            self.from = from
            self.text = text
            self.media = media
        }
    }

    /// Answers in an open conversation.
    public func reply(
        to id: ID<Conversation>, text: String?, media: [ID<Media>] = [], quickReplies: [QuickReply] = [],
        by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> Message {
        let (conversation, sender) = try requireWay(to: id, by: principal, in: transaction)
        let message = try posting.post(
            text, media: media, quickReplies: quickReplies, to: conversation.customer, .reply, by: principal.name,
            conversation: id, through: sender, in: transaction)
        try conversations.advance(conversation, .reply, in: transaction)
        return message
    }

    /// The conversation, where this principal may answer in it and there is something to answer from.
    func requireWay(
        to id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> (conversation: Conversation, sender: Connection) {
        guard let conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        guard conversation.state.isOpen else {
            throw Refusal(
                .conflict, "conversation-closed",
                "The conversation is closed. Start a conversation to write to this customer again.")
        }
        guard let connection = try transaction.connection(conversation.connection) else {
            throw Refusal(.conflict, "no-connection", "The connection of this conversation has been removed.")
        }
        try requireAnswerable(conversation.customer, on: conversation.platform)
        return (conversation, try Diversion.requireSender(for: connection, in: transaction))
    }

    /// What an answer must pass, for what is no message and reaches the customer all the same.
    func requireGate(
        to customer: Address, through sender: Connection, by principal: Principal, in transaction: any StoreTransaction
    ) throws {
        guard let contactPoint = try transaction.contactPoint(sender.contactPoint) else {
            throw Refusal.notFound("contact point")
        }
        try posting.requireGate(
            .reply, to: customer, at: contactPoint, through: sender, by: principal.name, in: transaction)
    }

    /// Begins a conversation at once, owned by the sender; or adds to the one that is open, whose owner stays.
    ///
    /// - Returns: also what is odd about the customer's address, though it can be right.
    public func start(
        _ request: Request, at contactPoint: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (conversation: Conversation, message: Message, isNew: Bool, doubt: String?) {
        try principal.require(.startConversation, of: contactPoint, in: transaction)
        guard let contactPoint = try transaction.contactPoint(contactPoint) else {
            throw Refusal.notFound("contact point")
        }
        let route = try OutboundRoute(
            request.platform, from: request.from, at: contactPoint, surroundings, in: transaction)
        let customer = try route.customer(request.to, in: transaction).address(of: "to")
        let ends = try route.ends(for: customer.address, in: transaction)
        let (conversation, isNew) = try conversations.open(
            customer.address, through: ends.connection, .reply, owner: principal.name, in: transaction)
        let message = try posting.post(
            request.text, media: request.media, to: customer.address, .start, by: principal.name,
            conversation: conversation.id, through: ends.sender, in: transaction)
        return (conversation, message, isNew, customer.doubt)
    }

    /// Some senders have a name in place of an address, or no address at all.
    private func requireAnswerable(_ customer: Address, on platform: Platform) throws {
        guard try surroundings.connectors.require(platform).customerAddress(from: customer.value) == customer else {
            throw Refusal(
                .conflict, "cannot-be-answered",
                "Nobody can write to this customer on \(platform): it is a sender with a name in place of an address.")
        }
    }
}
