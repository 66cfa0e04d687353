import ConnectorKit
import GatewayModel

/// Accepts recipients of one notification, in one transaction: what is the same for all is read and planned once.
struct NotificationDesk {
    private let notification: Notification
    private let posting: Posting
    /// Why none is accepted any more.
    private let closedBy: Refusal?
    private let route: OutboundRoute?
    private let files: [Media]
    private let opensAt: Timestamp?
    /// By the connection that they leave from.
    private var drafts: [ID<Connection>: Posting.Draft] = [:]
    /// What is left after those that were accepted.
    private(set) var allowance: Allowance?

    init(
        _ notification: Notification, _ files: [Media], _ surroundings: Surroundings,
        in transaction: any StoreTransaction
    ) throws {
        self.notification = notification
        posting = Posting(surroundings)
        self.files = files
        do {
            let route = try Self.route(of: notification, surroundings, in: transaction)
            let opensAt = try SendingWindow(surroundings).opening(of: route.contactPoint, in: transaction)
            allowance = try SendingCaps(surroundings).allowance(
                of: notification.author, at: route.contactPoint, in: transaction)
            (self.route, self.opensAt, closedBy) = (route, opensAt, nil)
        } catch let refusal as Refusal {
            (route, opensAt, closedBy) = (nil, nil, refusal)
        }
    }

    /// - Throws: ``Refusal`` where there can be no message to this recipient.
    mutating func accept(
        _ recipient: NotificationRecipient, in transaction: any StoreTransaction
    ) throws -> ID<Message> {
        guard let route, let customer = recipient.address else { throw closedBy ?? Refusal.notFound("recipient") }
        let ends = try route.ends(for: customer, in: transaction)
        let draft = try drafts[ends.sender.id] ?? draft(from: ends.sender, to: customer, at: route.contactPoint)
        drafts[ends.sender.id] = draft
        return try posting.post(
            draft, to: customer, conversation: ends.open?.id, through: ends.sender, within: &allowance,
            in: transaction
        ).id
    }

    private func draft(
        from connection: Connection, to customer: Address, at contactPoint: ContactPoint
    ) throws -> Posting.Draft {
        Posting.Draft(
            contactPoint: contactPoint, purpose: .notification, author: notification.author, text: notification.text,
            parts: try posting.plan(notification.text, files, to: customer, through: connection), opensAt: opensAt)
    }

    private static func route(
        of notification: Notification, _ surroundings: Surroundings, in transaction: any StoreTransaction
    ) throws -> OutboundRoute {
        guard notification.canceledAt == nil else {
            throw Refusal(.conflict, Withdrawals.reason.code, Withdrawals.reason.explanation)
        }
        guard let contactPoint = try transaction.contactPoint(notification.contactPoint) else {
            throw Refusal.notFound("contact point")
        }
        return try OutboundRoute(
            notification.platform, chosen: notification.connection, at: contactPoint, surroundings, in: transaction)
    }
}
