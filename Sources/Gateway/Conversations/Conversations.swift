public import GatewayModel

/// Conversations: opened, moved on, closed.
public struct Conversations: Sendable {
    private let surroundings: Surroundings
    private let precedence: TimerPrecedence
    private let names: CustomerNames

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        names = CustomerNames(surroundings)
        precedence = TimerPrecedence(surroundings.connectors)
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
        var conversation = Conversation(
            id: surroundings.ids.next(), contactPoint: connection.contactPoint, platform: connection.platform,
            connection: connection.id, customer: customer, state: .new, owner: owner,
            answersNotification: change == .reply
                ? nil : try unansweredNotification(to: customer, from: connection, in: transaction),
            createdAt: now, updatedAt: now)
        conversation.apply(change, at: now)
        try hasten(&conversation, in: transaction)
        try transaction.insert(conversation)
        try append(.conversationCreated, about: conversation, value: conversation.state.rawValue, in: transaction)
        try names.want(customer, at: connection, in: transaction)
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

    /// Moves a conversation by the state table; writes only what changes. A message that starts no clock and stops
    /// none changes nothing.
    ///
    /// - Parameter actor: who closes it.
    @discardableResult
    func advance(
        _ conversation: Conversation, _ change: ConversationChange, through connection: ID<Connection>? = nil,
        by actor: String? = nil, in transaction: any StoreTransaction
    ) throws -> Conversation {
        var moved = conversation
        moved.apply(change, at: surroundings.clock.now)
        if let connection { moved.connection = connection }
        guard moved != conversation else { return conversation }
        let isAsked = moved.clocks.unansweredSince != nil && conversation.clocks.unansweredSince == nil
        if isAsked || moved.state != conversation.state { try hasten(&moved, in: transaction) }
        moved.updatedAt = surroundings.clock.now
        try transaction.update(moved)
        if moved.state != conversation.state, let kind = Event.Kind(reaching: moved.state) {
            try append(kind, about: moved, value: moved.state == .closed ? actor : nil, in: transaction)
        }
        return moved
    }

    /// Something was said just now, which may have started a clock.
    private func hasten(_ conversation: inout Conversation, in transaction: any StoreTransaction) throws {
        guard conversation.state.isOpen else { return }
        let timers = try precedence.timers(
            for: conversation.contactPoint, on: conversation.platform, in: transaction)
        // The message itself is stored after its conversation; what counts is when it came.
        conversation.hasten(by: timers, after: LastWord(message: ID(rawValue: 0), at: surroundings.clock.now))
    }

    /// Looks at the clocks of a conversation. What has expired happens; and if the next look must be at another time,
    /// that is written down. One that comes too early does no harm, and is left.
    ///
    /// - Returns: what has expired.
    func look(at conversation: Conversation, in transaction: any StoreTransaction) throws -> [ExpiredTimer] {
        let now = surroundings.clock.now
        var looked = conversation
        let expired = looked.look(
            at: now,
            try precedence.timers(for: conversation.contactPoint, on: conversation.platform, in: transaction),
            after: try precedence.lastWord(in: conversation, transaction))
        if let dueAt = conversation.clocks.dueAt, dueAt > now, let next = looked.clocks.dueAt, next > dueAt {
            looked.clocks.dueAt = dueAt
        }
        guard looked != conversation else { return [] }
        if !expired.isEmpty { looked.updatedAt = now }
        try transaction.update(looked)
        for expiry in expired {
            switch expiry.timer {
            case .response: try append(.conversationResponseOverdue, about: looked, in: transaction)
            case .inactive: try append(.conversationInactive, about: looked, in: transaction)
            case .close: try append(.conversationClosed, about: looked, value: "timer", in: transaction)
            }
        }
        return expired
    }

    /// A person closes a conversation. Harmless for one that is closed.
    public func close(
        _ id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        guard let conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        return try advance(conversation, .closedByPerson, by: principal.name, in: transaction)
    }

    private func append(
        _ kind: Event.Kind, about conversation: Conversation, value: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            Event(
                kind, at: conversation.updatedAt, contactPoint: conversation.contactPoint,
                conversation: conversation.id, value: value))
    }
}

extension Event.Kind {
    /// What is said of a conversation that has moved into a state; no conversation moves into `new`.
    fileprivate init?(reaching state: ConversationState) {
        switch state {
        case .new: return nil
        case .active: self = .conversationActivated
        case .inactive: self = .conversationInactive
        case .closed: self = .conversationClosed
        }
    }
}
