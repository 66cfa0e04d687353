public import GatewayModel

/// Conversations: opened, moved on, closed.
public struct Conversations: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// The open conversation of a customer, after the change; or a new one.
    ///
    /// - Parameters:
    ///   - connection: what the customer wrote to, or what we write from: answers go out there from now on.
    ///   - owner: whose a new conversation is.
    func open(
        _ customer: Address, through connection: Connection, _ change: ConversationChange, owner: String? = nil,
        in transaction: any StoreTransaction
    ) throws -> (conversation: Conversation, isNew: Bool) {
        let existing = try transaction.openConversation(
            of: customer, at: connection.contactPoint, on: connection.platform)
        if let existing {
            return (try advance(existing, change, through: connection.id, in: transaction), false)
        }
        let now = surroundings.clock.now
        let conversation = Conversation(
            id: surroundings.ids.next(), contactPoint: connection.contactPoint, platform: connection.platform,
            connection: connection.id, customer: customer, state: change == .inbound ? .new : .active, owner: owner,
            answersNotification: change == .inbound
                ? try unansweredNotification(to: customer, from: connection, in: transaction) : nil,
            createdAt: now, updatedAt: now)
        try transaction.insert(conversation)
        try transaction.append(
            Event(
                .conversationCreated, at: now, contactPoint: conversation.contactPoint, conversation: conversation.id,
                value: conversation.state.rawValue))
        return (conversation, true)
    }

    /// The notification a first message answers: the last one, if nothing was said since.
    private func unansweredNotification(
        to customer: Address, from connection: Connection, in transaction: any StoreTransaction
    ) throws -> ID<Message>? {
        guard
            let notification = try transaction.latestNotification(to: customer, at: connection.contactPoint)
        else { return nil }
        let latest = try transaction.latestConversation(
            of: customer, at: connection.contactPoint, on: connection.platform)
        if let latest, latest.id.rawValue > notification.rawValue { return nil }
        return notification
    }

    /// Moves a conversation by the state table; writes only what changes.
    @discardableResult
    func advance(
        _ conversation: Conversation, _ change: ConversationChange, through connection: ID<Connection>? = nil,
        in transaction: any StoreTransaction
    ) throws -> Conversation {
        var moved = conversation
        if let state = conversation.state.after(change) { moved.state = state }
        if let connection { moved.connection = connection }
        guard moved != conversation else { return conversation }
        moved.updatedAt = surroundings.clock.now
        try transaction.update(moved)
        if moved.state != conversation.state {
            try transaction.append(
                Event(
                    .conversationStateChanged, at: moved.updatedAt, contactPoint: moved.contactPoint,
                    conversation: moved.id, value: moved.state.rawValue))
        }
        return moved
    }

    /// A person closes a conversation. Harmless for one that is closed.
    public func close(
        _ id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        guard let conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        return try advance(conversation, .closedByPerson, in: transaction)
    }
}
