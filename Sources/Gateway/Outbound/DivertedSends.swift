import GatewayModel

/// What waits to leave from a connection that sends no more: it was accepted while the connection still did.
///
/// Nothing that was accepted is dropped. What has not begun to leave goes out from the connection that sends in its
/// place, or is held until there is one.
struct DivertedSends: Sendable {
    /// What is held for want of a sender is looked at again after this time: it may have become too old.
    private static let patience = Duration.seconds(3600)

    private let surroundings: Surroundings
    private let progress: Progress

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        progress = Progress(surroundings)
    }

    /// After a change of how a connection sends.
    func follow(_ connection: Connection, in transaction: any StoreTransaction) throws {
        for entry in try transaction.outboxEntries(on: connection.id) {
            if connection.sending == .standard {
                try resume(entry, in: transaction)
            } else {
                try divert(entry, from: connection, in: transaction)
            }
        }
    }

    func divert(
        _ entry: OutboxEntry, from connection: Connection, in transaction: any StoreTransaction
    ) throws {
        guard entry.state == .ready || entry.state == .behind else { return }
        let parts = try transaction.parts(of: entry.message)
        // What may be on its way is first found out about, where it left from.
        if parts.contains(where: { $0.state == .sending || $0.state == .unknown }) { return }
        guard parts.allSatisfy({ $0.state == .waiting || $0.state == .repeating }) else {
            return try progress.refuse(entry, because: Diversion.cameBetween, in: transaction)
        }
        let now = surroundings.clock.now
        guard let sender = try Diversion.sender(for: connection, in: transaction) else {
            var entry = entry
            entry.dueAt = now + Self.patience
            try transaction.update(entry)
            return try progress.hold(entry.message, because: Diversion.isMissing, in: transaction)
        }
        guard let message = try transaction.message(entry.message) else { return }
        // What waits for its next try still does.
        let dueAt = message.statusReason == Diversion.isMissing ? now : max(now, entry.dueAt)
        try transaction.divert(message.id, to: sender.id, dueAt: dueAt)
        try transaction.append(
            Event(
                .messageDiverted, at: now, contactPoint: message.contactPoint, conversation: message.conversation,
                message: message.id, value: sender.id.description))
        try progress.settle(message.id, in: transaction)
    }

    /// The connection sends again.
    private func resume(_ entry: OutboxEntry, in transaction: any StoreTransaction) throws {
        guard entry.state == .ready || entry.state == .behind,
            try transaction.message(entry.message)?.statusReason == Diversion.isMissing
        else { return }
        var entry = entry
        entry.dueAt = surroundings.clock.now
        try transaction.update(entry)
        try progress.settle(entry.message, in: transaction)
    }
}
