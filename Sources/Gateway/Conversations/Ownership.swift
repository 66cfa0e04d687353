public import GatewayModel

/// Whose a conversation is: claimed, assigned, handed over, released.
///
/// It says who is to answer, and forbids nobody to: a colleague may step in.
public struct Ownership: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Takes a conversation that is nobody's. Harmless for one's own.
    public func claim(
        _ id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        let conversation = try open(id, for: principal, in: transaction)
        if let owner = conversation.owner, owner != principal.name {
            throw Refusal(
                .conflict, "already-owned",
                "The conversation is \(owner)'s. Its owner or a manager can hand it over or release it.")
        }
        return try give(conversation, to: principal.name, in: transaction)
    }

    /// Gives a conversation to a user or a service that may answer it.
    public func assign(
        _ id: ID<Conversation>, to assignee: String, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        let conversation = try open(id, for: principal, in: transaction)
        try requireDisposal(of: conversation, for: principal)
        guard let identity = try identity(assignee, in: transaction),
            try transaction.holds(identity, .answer, of: conversation.contactPoint)
        else {
            throw Refusal.invalid("to", "it must be a user or a service that may answer at this contact point.")
        }
        return try give(conversation, to: assignee, in: transaction)
    }

    /// Makes it nobody's. Harmless for one that is.
    public func release(
        _ id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        let conversation = try open(id, for: principal, in: transaction)
        try requireDisposal(of: conversation, for: principal)
        return try give(conversation, to: nil, in: transaction)
    }

    private func open(
        _ id: ID<Conversation>, for principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        guard let conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        guard conversation.state.isOpen else {
            throw Refusal(.conflict, "conversation-closed", "The conversation is closed; it is nobody's to answer.")
        }
        return conversation
    }

    /// What is somebody else's is theirs to hand over, or a manager's.
    private func requireDisposal(of conversation: Conversation, for principal: Principal) throws {
        guard let owner = conversation.owner, owner != principal.name else { return }
        try principal.require(.manager, for: "conversation/\(conversation.id)")
    }

    private func identity(
        _ name: String, in transaction: any StoreTransaction
    ) throws -> Principal.Identity? {
        if let id = ID<User>(name) { return .user(id) }
        guard let id = ID<APIKey>(name), let key = try transaction.apiKey(id), key.user == nil, key.revokedAt == nil
        else { return nil }
        return .service(id)
    }

    private func give(
        _ conversation: Conversation, to owner: String?, in transaction: any StoreTransaction
    ) throws -> Conversation {
        guard conversation.owner != owner else { return conversation }
        var given = conversation
        given.owner = owner
        given.updatedAt = surroundings.clock.now
        try transaction.update(given)
        try transaction.append(
            Event(
                .conversationOwnerChanged, at: given.updatedAt, contactPoint: given.contactPoint,
                conversation: given.id, value: owner))
        return given
    }
}
