public import GatewayModel

/// Customers and conversations under the names that other systems give them.
public struct Customers: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// The customer, if anything is stored of them.
    public func find(_ address: Address, in transaction: any StoreTransaction) throws -> Customer {
        if let customer = try transaction.customer(address) { return customer }
        let isKnown =
            try !transaction.conversations(of: address, Page(after: nil, limit: 1)).isEmpty
            || !transaction.looseMessages(to: address, Page(after: nil, limit: 1)).isEmpty
            || !transaction.stopEntries(of: address).isEmpty
        guard isKnown else { throw Refusal.notFound("customer") }
        return Customer(address: address)
    }

    /// - Parameter reference: `nil` takes it away.
    public func setReference(
        _ reference: String?, of address: Address, in transaction: any StoreTransaction
    ) throws -> Customer {
        var customer = try find(address, in: transaction)
        guard customer.externalReference != reference else { return customer }
        customer.externalReference = reference
        try transaction.put(customer)
        try transaction.append(Event(.customerChanged, at: surroundings.clock.now, value: address.value))
        return customer
    }

    /// - Parameter reference: `nil` takes it away.
    public func setReference(
        _ reference: String?, of id: ID<Conversation>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Conversation {
        guard var conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        guard conversation.externalReference != reference else { return conversation }
        conversation.externalReference = reference
        try transaction.update(conversation)
        try transaction.append(
            Event(
                .conversationReferenceChanged, at: surroundings.clock.now, contactPoint: conversation.contactPoint,
                conversation: id, value: reference))
        return conversation
    }
}
