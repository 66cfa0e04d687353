public import ConnectorKit
public import GatewayModel

/// How a message goes out, the first half: from a request to the outbox.
///
/// Who asks is known (authentication) → may they (outbound role) → can it (capability, address) → may we (the gate)
/// → one transaction {message, parts, outbox, event}. ``OutboxWorker`` is the second half.
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

    /// What somebody wants to send to a customer who may not have written first.
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
        to id: ID<Conversation>, text: String?, media: [ID<Media>] = [], by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> Message {
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
        let sender = try Diversion.requireSender(for: connection, in: transaction)
        let message = try posting.post(
            text, media: media, to: conversation.customer, .reply, by: principal.name, conversation: id,
            through: sender, in: transaction)
        try conversations.advance(conversation, .reply, in: transaction)
        return message
    }

    /// Begins a conversation at once, owned by the sender; or adds to the one that is open, whose owner stays.
    ///
    /// - Returns: also what is odd about the customer's address, though it can be right.
    public func start(
        _ request: Request, at contactPoint: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (conversation: Conversation, message: Message, isNew: Bool, doubt: String?) {
        try principal.require(.startConversation, of: contactPoint, in: transaction)
        let route = try route(of: request, at: contactPoint, in: transaction)
        let (conversation, isNew) = try conversations.open(
            route.customer, through: route.connection, .reply, owner: principal.name, in: transaction)
        let message = try posting.post(
            request.text, media: request.media, to: route.customer, .start, by: principal.name,
            conversation: conversation.id, through: route.sender, in: transaction)
        return (conversation, message, isNew, route.doubt)
    }

    /// Sends a message that makes no conversation until the recipient replies. Where one is open, it is added to that
    /// one's transcript.
    public func notify(
        _ request: Request, at contactPoint: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (message: Message, doubt: String?) {
        try principal.require(.sendNotification, of: contactPoint, in: transaction)
        let route = try route(of: request, at: contactPoint, in: transaction)
        let open = try transaction.openConversation(
            of: route.customer, at: contactPoint, on: route.sender.platform)
        let message = try posting.post(
            request.text, media: request.media, to: route.customer, .notification, by: principal.name,
            conversation: open?.id, through: route.sender, in: transaction)
        return (message, route.doubt)
    }

    /// The calls that a message would take, as its connector plans them, and what is odd about the customer's address.
    /// Nothing is stored, and nobody's leave is asked.
    public func preview(
        _ request: Request, at contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws -> (parts: [Part], doubt: String?) {
        let route = try route(of: request, at: contactPoint, in: transaction)
        let parts = try posting.preview(
            request.text, request.media, to: route.customer, through: route.sender, in: transaction)
        return (parts, route.doubt)
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
