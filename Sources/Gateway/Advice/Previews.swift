import ConnectorKit
public import GatewayModel

/// What a message would be, before it is sent: its parts, what it would cost, who would not get it, and what its sender
/// should know. Nothing is stored, and nobody's leave is asked.
public struct Previews: Sendable {
    private let surroundings: Surroundings
    private let posting: Posting

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        posting = Posting(surroundings)
    }

    public struct Preview: Sendable {
        public let parts: [PlannedPart]
        /// For each recipient.
        public let units: Int
        public let recipients: Int
        /// Those that would be refused, in the order given. A cap is no reason: ``unitsLeft`` tells.
        public let refused: [NotificationRecipient]
        public let warnings: [SendingWarning]
        /// When notifications may leave again; `nil` where they may now.
        public let opensAt: Timestamp?
        /// What the caps leave of today; `nil` where nothing caps it.
        public let unitsLeft: Int?
    }

    public func preview(
        _ request: Notifications.Request, at id: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> Preview {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        let route = try OutboundRoute(
            request.platform, from: request.from, at: contactPoint, surroundings, in: transaction)
        let list = try RecipientList(request.to.typed) { try route.customer($0, in: transaction) }
        guard let someone = list.someone else {
            throw Refusal.invalid("to", list.refusal ?? "none of them can be written to.")
        }
        let recipients = try list.recipients.map { try afterGate($0, at: contactPoint, in: transaction) }
        let files = try posting.files(request.media, over: route.platform, in: transaction)
        let sender = try route.ends(for: someone, in: transaction).sender
        let parts = try posting.plan(request.text, files.media, to: someone, through: sender).map {
            PlannedPart($0, by: route.connector)
        }
        let refused = recipients.filter { $0.outcome != .waiting }
        return Preview(
            parts: parts, units: parts.reduce(0) { $0 + $1.part.units }, recipients: recipients.count, refused: refused,
            warnings: list.warnings(about: request.to)
                + Advice(route.connector, at: contactPoint).warnings(
                    about: Advice.Subject(
                        text: request.text, purpose: .notification, parts: parts,
                        recipients: recipients.count - refused.count)),
            opensAt: try SendingWindow(surroundings).opening(of: contactPoint, in: transaction),
            unitsLeft: try SendingCaps(surroundings).allowance(
                of: principal.name, at: contactPoint, in: transaction
            ).left)
    }

    /// What the sender of a message that was accepted should know.
    ///
    /// - Parameters:
    ///   - recipients: how many get the same.
    ///   - doubt: about the address of the only one.
    public func warnings(
        about message: Message, to recipients: Int = 1, doubt: String? = nil, in transaction: any StoreTransaction
    ) throws -> [SendingWarning] {
        let doubts = doubt.map { [SendingWarning(doubt: $0)] } ?? []
        guard let connection = try transaction.connection(message.connection),
            let connector = surroundings.connectors[connection.platform],
            let contactPoint = try transaction.contactPoint(message.contactPoint)
        else { return doubts }
        let parts = try transaction.parts(of: message.id).map { PlannedPart($0.part, by: connector) }
        let advice = Advice(connector, at: contactPoint).warnings(
            about: Advice.Subject(text: message.text, purpose: message.purpose, parts: parts, recipients: recipients))
        return doubts + advice
    }

    private func afterGate(
        _ recipient: NotificationRecipient, at contactPoint: ContactPoint, in transaction: any StoreTransaction
    ) throws -> NotificationRecipient {
        guard recipient.outcome == .waiting, let address = recipient.address,
            let reason = try SendGate.refusal(of: .notification, to: address, at: contactPoint, in: transaction)
        else { return recipient }
        var recipient = recipient
        recipient.outcome = .refused(reason)
        return recipient
    }
}
