public import GatewayModel

/// What must happen to a database that was restored from a backup, before a gateway serves it.
///
/// The backup does not know what happened after it was taken. A message that waited then may have been sent since, so
/// it is not sent again by itself: it is held until a report proves it, or a person decides. Sessions that were ended
/// since would be alive again, so all end. And the log of events goes on behind every position that a reader can have
/// seen.
public struct Restoration: Sendable {
    /// More events than are ever written between a backup and the loss of what came after it.
    static let skippedPositions: Int64 = 1_000_000_000

    static let heldAfterRestore = StatusReason(
        code: "restoredFromBackup",
        explanation: "It waited when the backup was taken and may have been sent since; a person decides.")

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// To be called once, on a database that nobody serves.
    ///
    /// - Parameter takenAt: when the backup was taken.
    /// - Returns: how many messages are held now.
    public func settle(
        takenAt: Timestamp, by actor: String, in transaction: any StoreTransaction
    ) throws -> Int {
        var held = 0
        for app in try transaction.apps() {
            for connection in try transaction.connections(of: app.id) {
                for entry in try transaction.outboxEntries(on: connection.id) {
                    try hold(entry, takenAt: takenAt, in: transaction)
                    held += 1
                }
            }
        }
        try transaction.deleteAllSessionsAndLinks()
        let now = surroundings.clock.now
        // Recipients that nobody had looked at may have been written to since.
        for id in try transaction.incompleteNotifications(limit: .max) {
            guard var notification = try transaction.notification(id) else { continue }
            notification.canceledAt = notification.canceledAt ?? now
            try transaction.update(notification)
        }
        try transaction.append(Event(.gatewayRestored, at: now), skipping: Self.skippedPositions)
        try transaction.append(
            AuditEntry(
                at: now, actor: actor, action: "gateway.restore", subject: "gateway",
                after: "messages held: \(held)"))
        return held
    }

    private func hold(_ entry: OutboxEntry, takenAt: Timestamp, in transaction: any StoreTransaction) throws {
        for var part in try transaction.parts(of: entry.message) where part.isOpen {
            // Marked as a possible duplicate if it is sent again, and open to a report that proves it.
            part.state = .repeating
            part.attemptedAt = part.attemptedAt ?? takenAt
            try transaction.update(part, of: entry.message)
        }
        for var attempt in try transaction.attempts(of: entry.message) where attempt.outcome == nil {
            attempt.outcome = .unknown
            attempt.reason = Outcomes.unproven
            try transaction.update(attempt)
        }
        try transaction.setAside(entry.message)
        try Progress(surroundings).hold(entry.message, because: Self.heldAfterRestore, in: transaction)
    }
}
