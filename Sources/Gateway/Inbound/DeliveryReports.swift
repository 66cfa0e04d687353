import ConnectorKit
import GatewayModel

/// Applies what platforms report about messages of ours.
struct DeliveryReports: Sendable {
    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// - Returns: whether the outbox may have changed.
    func apply(
        _ report: DeliveryReport, from app: ID<PlatformApp>, in transaction: any StoreTransaction
    ) throws -> Bool {
        guard
            let reference = try report.part ?? transaction.part(app: app, platformID: report.platformID),
            // One app may not speak for another's messages.
            try transaction.app(of: reference) == app,
            let message = try transaction.message(reference.message),
            var record = try transaction.parts(of: message.id).first(where: { $0.number == reference.number }),
            // What never left cannot have arrived.
            record.attemptedAt != nil
        else {
            try transaction.park(
                ParkedReport(app: app, report: report, receivedAt: surroundings.clock.now))
            return false
        }

        // Whoever can report on a part has accepted it, whatever became of our call.
        let wasOpen = record.isOpen
        if wasOpen { record.state = .accepted }
        if record.reportedAt == nil { record.reportedAt = surroundings.clock.now }
        if record.platformID == nil { record.platformID = report.platformID }
        if record.status.mayBecome(.sent) { record.status = .sent }
        if record.status.mayBecome(report.status) { record.status = report.status }
        try transaction.update(record, of: message.id)
        if report.recipientHasOptedOut {
            try StopList(surroundings).carrierRefused(
                message.customer, at: message.contactPoint, attemptedAt: record.attemptedAt ?? message.createdAt,
                in: transaction)
        }
        let progress = Progress(surroundings)
        try progress.settle(message.id, reason: report.failure, in: transaction)
        // The proof came from outside while nobody worked on the message: go on with its next part, or be done.
        let now = surroundings.clock.now
        if wasOpen { try transaction.putBack(message.id, dueAt: now) }
        guard wasOpen, var entry = try transaction.outboxEntry(message.id), entry.state != .leased else {
            return report.recipientHasOptedOut
        }
        entry.dueAt = now
        try progress.goOn(entry, in: transaction)
        return true
    }
}
