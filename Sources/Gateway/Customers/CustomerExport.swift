public import GatewayModel

/// Reads everything that is stored of one customer, page by page: however much it is, little of it is in memory.
///
/// Each page is a snapshot of its own. What changes while it is read may be in the export or not, and what is erased
/// meanwhile may be missing.
public enum CustomerExport {
    private static let pageSize = 100

    /// One thing that is stored of the customer.
    public enum Entry: Sendable {
        case customer(Customer)
        case stopEntry(StopEntry)
        /// To an address of ours that nobody has.
        case unrouted(UnroutedEvent)
        case conversation(Conversation)
        /// With what was done to send it. Files come with links, for a while.
        case message(Message, parts: [PartRecord], attempts: [Attempt])
        /// A notification that was not sent to the customer.
        case refusal(RefusedRecipient)
    }

    /// Where reading goes on.
    private enum Place {
        case beginning
        case conversation(after: ID<Conversation>?)
        case messages(of: ID<Conversation>, after: ID<Message>?)
        /// Notifications that opened no conversation.
        case looseMessages(after: ID<Message>?)
        case refusals(after: RefusedRecipient.Place?)
    }

    /// - Parameter render: writes an entry down, in the transaction that read it.
    public static func document(
        of customer: Address, _ render: @escaping @Sendable (Entry, any StoreTransaction) throws -> [UInt8]
    ) -> LongDocument {
        LongDocument(reading(customer, at: .beginning, render))
    }

    private static func reading(
        _ customer: Address, at place: Place,
        _ render: @escaping @Sendable (Entry, any StoreTransaction) throws -> [UInt8]
    ) -> LongDocument.Reading {
        { transaction in
            let (entries, next) = try read(customer, place, in: transaction)
            return LongDocument.Piece(
                bytes: try entries.flatMap { try render($0, transaction) },
                rest: next.map { reading(customer, at: $0, render) })
        }
    }

    private static func read(
        _ customer: Address, _ place: Place, in transaction: any StoreTransaction
    ) throws -> ([Entry], Place?) {
        switch place {
        case .beginning:
            let known = try transaction.customer(customer) ?? Customer(address: customer)
            let entries =
                try [.customer(known)] + transaction.stopEntries(of: customer).map(Entry.stopEntry)
                + transaction.unroutedEvents(from: customer).map(Entry.unrouted)
            return (entries, .conversation(after: nil))
        case .conversation(let last):
            guard let next = try transaction.conversations(of: customer, Page(after: last, limit: 1)).first else {
                return ([], .looseMessages(after: nil))
            }
            return ([.conversation(next)], .messages(of: next.id, after: nil))
        case .messages(let conversation, let last):
            let found = try transaction.messages(of: conversation, Page(after: last, limit: Self.pageSize))
            guard let end = found.last else { return ([], .conversation(after: conversation)) }
            return (try entries(found, in: transaction), .messages(of: conversation, after: end.id))
        case .looseMessages(let last):
            let found = try transaction.looseMessages(to: customer, Page(after: last, limit: Self.pageSize))
            guard let end = found.last else { return ([], .refusals(after: nil)) }
            return (try entries(found, in: transaction), .looseMessages(after: end.id))
        case .refusals(let last):
            let found = try transaction.refusals(of: customer, Page(after: last, limit: Self.pageSize))
            return (found.map(Entry.refusal), found.last.map { .refusals(after: $0.place) })
        }
    }

    private static func entries(_ messages: [Message], in transaction: any StoreTransaction) throws -> [Entry] {
        try messages.map {
            .message($0, parts: try transaction.parts(of: $0.id), attempts: try transaction.attempts(of: $0.id))
        }
    }
}
