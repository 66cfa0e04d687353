import ConnectorKit
import GatewayModel

/// What platforms call customers: when they are asked for it, and what an answer changes.
struct CustomerNames: Sendable {
    /// An older name is asked for again when a conversation begins.
    static let freshness = Duration.seconds(30 * 24 * 3600)
    /// Before the second try, the third …: a day and a half in all. After the last it is left until a conversation
    /// begins.
    static let waits: [Duration] = [10, 60, 600, 3600, 6 * 3600, 24 * 3600].map { .seconds($0) }

    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// A conversation began. One statement, or none where the platform tells no names.
    func want(_ customer: Address, at connection: Connection, in transaction: any StoreTransaction) throws {
        guard isTold(on: connection.platform) else { return }
        let now = surroundings.clock.now
        try transaction.wantName(
            of: customer, at: connection.id, due: now, unlessSaidSince: now - Self.freshness)
    }

    /// The customer gave it, in a message.
    func note(
        _ name: CustomerName, of customer: Address, at connection: Connection, in transaction: any StoreTransaction
    ) throws {
        let now = surroundings.clock.now
        let before = try transaction.nameRecord(of: customer)
        guard before?.name != name else { return }
        if before == nil {
            try transaction.wantName(of: customer, at: connection.id, due: now, unlessSaidSince: now)
        }
        try transaction.update(
            CustomerNameRecord(
                customer: customer, connection: connection.id, name: name, saidAt: now, dueAt: nil))
        try tell(customer, at: now, in: transaction)
    }

    func isTold(on platform: Platform) -> Bool {
        surroundings.connectors[platform] is any KnowsCustomers
    }

    /// Writes down what came of asking, unless the customer was erased meanwhile.
    ///
    /// - Returns: whether it was given up.
    func settle(
        _ answer: Result<CustomerName?, NameFailure>, of asked: CustomerNameRecord,
        in transaction: any StoreTransaction
    ) throws -> Bool {
        guard var record = try transaction.nameRecord(of: asked.customer), record.isLeased,
            record.tries == asked.tries
        else { return false }
        let now = surroundings.clock.now
        let before = record.name
        var isGivenUp = false
        switch answer {
        case .success(let name):
            (record.name, record.saidAt, record.dueAt, record.tries) = (name, now, nil, 0)
        case .failure(let failure):
            record.dueAt = Self.wait(after: failure, tries: record.tries).map { now + $0 }
            isGivenUp = record.dueAt == nil
            if case .later(let pause?) = failure.disposition {
                try transaction.postponeNames(at: record.connection, until: now + pause)
            }
        }
        record.isLeased = false
        try transaction.update(record)
        if record.name != before { try tell(record.customer, at: now, in: transaction) }
        return isGivenUp
    }

    /// `nil` where it is not asked again.
    private static func wait(after failure: NameFailure, tries: Int) -> Duration? {
        guard case .later(let pause) = failure.disposition, tries <= waits.count else { return nil }
        return max(waits[tries - 1], pause ?? .zero)
    }

    /// Whoever has an open conversation before them hears of it. The event has no name in it: an erasure could not take
    /// it back.
    private func tell(_ customer: Address, at now: Timestamp, in transaction: any StoreTransaction) throws {
        let open = try transaction.conversations(
            ConversationFilter(isOpen: true, customer: customer), Page(after: nil, limit: Self.mostTold))
        for conversation in open {
            try transaction.append(
                Event(
                    .conversationCustomerNamed, at: now, contactPoint: conversation.contactPoint,
                    conversation: conversation.id))
        }
    }

    private static let mostTold = 100
}
