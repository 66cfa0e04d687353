public import ConnectorKit
public import GatewayModel

/// How a message goes out, the first half: from a request to the outbox.
///
/// Who asks is known (authentication) → may they (outbound role) → can it (capability, address) → may we (the gate)
/// → one transaction {message, parts, outbox, event}. ``OutboxWorker`` is the second half.
///
/// Each function runs inside the caller's transaction and throws ``Refusal``; then nothing of it stays.
public struct OutboundFlow: Sendable {
    private let surroundings: Surroundings
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
        /// As typed; the connector normalises it.
        public let to: String
        /// One of our addresses; `nil` for the one the customer last wrote to, or the contact point's first.
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
        let message = try posting.post(
            text, media: media, to: conversation.customer, .reply, by: principal.name, conversation: id,
            through: connection, in: transaction)
        try conversations.advance(conversation, .reply, in: transaction)
        return message
    }

    /// Begins a conversation at once, owned by the sender; or adds to the one that is open, whose owner stays.
    public func start(
        _ request: Request, at contactPoint: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (conversation: Conversation, message: Message, isNew: Bool) {
        try principal.require(.startConversation, of: contactPoint, in: transaction)
        let (customer, connection) = try addresses(of: request, at: contactPoint, in: transaction)
        let (conversation, isNew) = try conversations.open(
            customer, through: connection, .reply, owner: principal.name, in: transaction)
        let message = try posting.post(
            request.text, media: request.media, to: customer, .start, by: principal.name,
            conversation: conversation.id, through: connection, in: transaction)
        return (conversation, message, isNew)
    }

    /// Sends a message that makes no conversation until the recipient replies. Where one is open, it is added to that
    /// one's transcript.
    public func notify(
        _ request: Request, at contactPoint: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> Message {
        try principal.require(.sendNotification, of: contactPoint, in: transaction)
        let (customer, connection) = try addresses(of: request, at: contactPoint, in: transaction)
        let open = try transaction.openConversation(of: customer, at: contactPoint, on: connection.platform)
        return try posting.post(
            request.text, media: request.media, to: customer, .notification, by: principal.name,
            conversation: open?.id, through: connection, in: transaction)
    }

    /// The calls that a message would take, as its connector plans them. Nothing is stored, and nobody's leave is asked.
    public func preview(
        _ request: Request, at contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws -> [Part] {
        guard try transaction.contactPoint(contactPoint) != nil else { throw Refusal.notFound("contact point") }
        let (customer, connection) = try addresses(of: request, at: contactPoint, in: transaction)
        return try posting.preview(request.text, request.media, to: customer, through: connection, in: transaction)
    }

    private func addresses(
        of request: Request, at contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws -> (customer: Address, connection: Connection) {
        let all = try transaction.connections(of: contactPoint)
        let platform = try request.platform ?? onlyPlatform(of: all)
        let connector = try surroundings.connectors.require(platform)
        guard connector.capabilities.mayWriteFirst else {
            throw Refusal.invalid("platform", "on \(platform) only the customer can write first.")
        }
        guard let customer = connector.customerAddress(from: request.to),
            customer.kind == connector.capabilities.addressKind
        else {
            throw Refusal.invalid(
                "to", "nobody can write to such an address on \(platform).")
        }
        let candidates = all.filter { $0.platform == platform }
        if let from = request.from {
            guard let address = connector.address(from: from),
                let connection = candidates.first(where: { $0.address == address })
            else { throw Refusal.invalid("from", "it is not an address of this contact point.") }
            return (customer, connection)
        }
        let latest = try transaction.latestConversation(of: customer, at: contactPoint, on: platform)
        guard let connection = candidates.first(where: { $0.id == latest?.connection }) ?? candidates.first else {
            throw Refusal(.conflict, "no-connection", "The contact point has no connection on \(platform).")
        }
        return (customer, connection)
    }

    private func onlyPlatform(of connections: [Connection]) throws -> Platform {
        let platforms = Set(connections.map(\.platform)).filter {
            surroundings.connectors[$0]?.capabilities.mayWriteFirst == true
        }
        guard let platform = platforms.first else {
            throw Refusal(
                .conflict, "no-connection", "The contact point has no connection on which we may write first.")
        }
        guard platforms.count == 1 else {
            throw Refusal.invalid("platform", "the contact point has several; say which.")
        }
        return platform
    }
}
