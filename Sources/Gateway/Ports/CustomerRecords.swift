public import GatewayModel

/// Customers: what other systems call them, and everything that is stored of one.
public protocol CustomerRecords {
    /// What is kept of an address, with the name that the platform gives it; `nil` where nothing but messages is.
    func customer(_ address: Address) throws -> Customer?
    /// Those of a reference, in the order of their addresses.
    func customers(externalReference: String, limit: Int) throws -> [Customer]
    /// Its reference; removes the entry where there is nothing to keep. The name is not touched.
    func put(_ customer: Customer) throws

    /// At every contact point, in the order in which they began.
    func conversations(of customer: Address, _ page: Page<ID<Conversation>>) throws -> [Conversation]
    /// Messages without a conversation, at every contact point, in the order in which they were stored.
    func looseMessages(to customer: Address, _ page: Page<ID<Message>>) throws -> [Message]
    /// Stopped or lifted, at every contact point.
    func stopEntries(of customer: Address) throws -> [StopEntry]
    /// Messages to addresses of nobody, oldest first. Looks at all there are: not for a transaction that others wait for.
    func unroutedEvents(from customer: Address) throws -> [UnroutedEvent]
    /// Everything that waits or is under way, at every contact point.
    func outboxEntries(to customer: Address) throws -> [OutboxEntry]

    /// Removes a message with its parts, attempts and rows of files, and its place among the recipients of a
    /// notification. Only one that is not on the outbox.
    func erase(_ message: ID<Message>) throws
    /// Removes a conversation that has no messages left.
    func erase(_ conversation: ID<Conversation>) throws
    func eraseStopEntry(of customer: Address, at contactPoint: ContactPointID) throws
    func eraseUnrouted(_ event: ID<UnroutedEvent>) throws

    /// How many entries of the logs name the address. Looks at all there are.
    func logEntries(naming customer: Address) throws -> (events: Int, audit: Int)
}
