public import GatewayModel

/// Takes back what has not left: one message, or whatever is left of a notification.
///
/// Whoever may send it may take it back; an administrator may, too.
public struct Withdrawals: Sendable {
    static let reason = StatusReason(code: "canceled", explanation: "Somebody withdrew it before it left.")
    /// Messages in one transaction.
    private static let batch = 100

    private let surroundings: Surroundings
    private let store: any Store
    private let intake: NotificationIntake

    init(_ surroundings: Surroundings, store: any Store, intake: NotificationIntake) {
        self.surroundings = surroundings
        self.store = store
        self.intake = intake
    }

    /// What became of the messages of a notification: each counts once.
    public struct Count: Sendable, Equatable {
        /// Taken back now; nothing of them leaves any more.
        public var canceled = 0
        /// With a worker, or of unknown outcome, or gone in part: what is left of them follows.
        public var underWay = 0
        /// The platform has them.
        public var gone = 0
        /// They had come to an end before.
        public var ended = 0
    }

    private enum Answer {
        case canceled
        case underWay
        case gone
        case ended
    }

    /// Harmless for one that was taken back before.
    ///
    /// - Throws: ``Refusal`` where it cannot be taken back any more.
    public func cancel(
        _ id: ID<Message>, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Message {
        guard let message = try transaction.message(id), message.direction == .outbound else {
            throw Refusal.notFound("message that was sent")
        }
        try require(message.purpose, at: message.contactPoint, for: principal, in: transaction)
        guard message.status != .canceled else { return message }
        switch try withdraw(message, in: transaction) {
        case .canceled:
            try audit("message/\(id)", "canceled", by: principal, in: transaction)
            return try transaction.message(id) ?? message
        case .underWay:
            throw Refusal(
                .conflict, "under-way", "The message is on its way, or nobody can say whether it has left already.")
        case .gone: throw Refusal(.conflict, "already-gone", "The message has left already.")
        case .ended: throw Refusal(.conflict, "already-ended", "The message is \(message.status.rawValue) already.")
        }
    }

    /// Recipients that nobody has looked at yet are not written to either.
    public func cancel(_ id: ID<Notification>, by principal: Principal) async throws -> Count {
        try await store.write { transaction in
            guard var notification = try transaction.notification(id) else { throw Refusal.notFound("notification") }
            try require(.notification, at: notification.contactPoint, for: principal, in: transaction)
            guard notification.canceledAt == nil else { return }
            notification.canceledAt = surroundings.clock.now
            try transaction.update(notification)
        }
        try await intake.finish(id)
        var count = Count()
        var last: Int?
        repeat {
            (count, last) = try await store.write { [count, last] in
                try goOn(id, count, after: last, by: principal, in: $0)
            }
        } while last != nil
        return count
    }

    /// - Returns: what was counted so far, and the last recipient; `nil` at the end.
    private func goOn(
        _ id: ID<Notification>, _ before: Count, after number: Int?, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (Count, Int?) {
        var count = before
        let recipients = try transaction.recipients(of: id, Page(after: number, limit: Self.batch))
        for case .accepted(let message) in recipients.map(\.outcome) {
            guard let message = try transaction.message(message) else { continue }
            switch try withdraw(message, in: transaction) {
            case .canceled: count.canceled += 1
            case .underWay: count.underWay += 1
            case .gone: count.gone += 1
            case .ended: count.ended += 1
            }
        }
        if recipients.count == Self.batch { return (count, recipients.last?.number) }
        try audit(
            "notification/\(id)",
            "canceled: \(count.canceled); under way: \(count.underWay); gone: \(count.gone); ended: \(count.ended)",
            by: principal, in: transaction)
        return (count, nil)
    }

    /// Nothing that may have left is called canceled, and no message is left half sent.
    private func withdraw(_ message: Message, in transaction: any StoreTransaction) throws -> Answer {
        if message.status.isFinal { return .ended }
        guard let entry = try transaction.outboxEntry(message.id) else { return .gone }
        let parts = try transaction.parts(of: message.id)
        guard entry.state != .leased, parts.allSatisfy({ $0.state == .waiting }) else { return .underWay }
        try Progress(surroundings).cancel(entry, because: Self.reason, in: transaction)
        return .canceled
    }

    private func require(
        _ purpose: Message.Purpose, at contactPoint: ContactPointID, for principal: Principal,
        in transaction: any StoreTransaction
    ) throws {
        let right: ContactPointRight
        switch purpose {
        case .start: right = .startConversation
        case .notification: right = .sendNotification
        case .reply: right = .answer
        case .customer, .stopConfirmation, .keywordReply: throw Refusal(.conflict, "automatic", Self.automatic)
        }
        guard principal.level != .administrator else { return }
        try principal.require(right, of: contactPoint, in: transaction)
    }

    private static let automatic = "The gateway answers STOP, START and HELP by itself; nobody takes that back."

    private func audit(
        _ subject: String, _ what: String, by principal: Principal, in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: principal.name, action: "message.cancel", subject: subject,
                after: what))
    }
}
