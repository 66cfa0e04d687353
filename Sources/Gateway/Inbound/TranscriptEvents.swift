import ConnectorKit
import GatewayModel

/// What platforms tell of a transcript beyond single messages and reports: what others sent in our name, how far a
/// customer has read, and what was done to a message.
struct TranscriptEvents: Sendable {
    /// So far back a message is looked for; customers read and react to what was said lately.
    static let reach = 200

    private let surroundings: Surroundings
    private let conversations: Conversations

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        conversations = Conversations(surroundings)
    }

    /// Puts what somebody else sent in our name into the conversation: the customer has an answer.
    ///
    /// It never waits to leave, opens no window, and is not ours to send again.
    /// - Returns: `nil` for a message that is here already.
    func adopt(
        _ echo: EchoedMessage, on connection: Connection, in transaction: any StoreTransaction
    ) throws -> ID<Message>? {
        guard try transaction.part(app: connection.app, platformID: echo.platformID) == nil else { return nil }
        if echo.mayBeOurs, let part = try partUnderWay(as: echo, on: connection, in: transaction) {
            let report = DeliveryReport(part: part, platformID: echo.platformID, status: .sent)
            _ = try DeliveryReports(surroundings).apply(report, from: connection.app, in: transaction)
            return nil
        }
        let (conversation, _) = try conversations.open(echo.to, through: connection, .reply, in: transaction)
        let now = surroundings.clock.now
        let message = Message(
            id: surroundings.ids.next(), conversation: conversation.id, contactPoint: connection.contactPoint,
            connection: connection.id, customer: echo.to, direction: .outbound, purpose: .reply, author: "elsewhere",
            text: echo.text, media: echo.media, details: echo.details.merging(["sentBy": echo.sender]) { $1 },
            status: .sent, createdAt: now, statusAt: now)
        try transaction.insert(message)
        try transaction.insert(
            PartRecord(
                number: 0, part: Part(text: echo.text, media: echo.media), state: .accepted, status: .sent,
                platformID: echo.platformID, attemptedAt: min(echo.sentAt, now)), of: message.id, app: connection.app)
        try transaction.append(
            Event(
                .messageCreated, at: now, contactPoint: message.contactPoint, conversation: conversation.id,
                message: message.id, value: message.status.rawValue))
        for parked in try transaction.unpark(app: connection.app, platformID: echo.platformID) {
            _ = try DeliveryReports(surroundings).apply(parked.report, from: connection.app, in: transaction)
        }
        return message.id
    }

    /// The part of ours that is on its way to that customer with these words. At most one is, for each waits for the one
    /// before it; should somebody else have sent the same words in the same second, the two only change places.
    private func partUnderWay(
        as echo: EchoedMessage, on connection: Connection, in transaction: any StoreTransaction
    ) throws -> PartReference? {
        for entry in try transaction.outboxEntries(to: echo.to, at: connection.contactPoint)
        where entry.connection == connection.id {
            for record in try transaction.parts(of: entry.message)
            where [.sending, .unknown, .repeating].contains(record.state) && record.platformID == nil
                && record.part.media.isEmpty == echo.media.isEmpty
                && Wording.isSame(record.part.text, echo.text)
            {
                return PartReference(message: entry.message, number: record.number)
            }
        }
        return nil
    }

    /// Reports on everything that was sent before a moment and is known to be accepted.
    ///
    /// - Returns: whether the outbox may have changed.
    func apply(_ mark: Watermark, on connection: Connection, in transaction: any StoreTransaction) throws -> Bool {
        var changed = false
        for message in try latest(of: mark.customer, on: connection, in: transaction)
        where message.direction == .outbound && message.status.mayBecome(mark.status) {
            for part in try transaction.parts(of: message.id) where part.state == .accepted {
                guard let id = part.platformID, let left = part.attemptedAt, left <= mark.upTo,
                    part.status.mayBecome(mark.status)
                else { continue }
                let report = DeliveryReport(
                    part: PartReference(message: message.id, number: part.number), platformID: id, status: mark.status)
                changed =
                    try DeliveryReports(surroundings).apply(report, from: connection.app, in: transaction) || changed
            }
        }
        return changed
    }

    /// Changes the message that is meant; one that is not found was erased, or is long past.
    func apply(_ change: MessageChange, on connection: Connection, in transaction: any StoreTransaction) throws {
        guard var message = try message(meantBy: change, on: connection, in: transaction) else { return }
        let before = message
        let word: String
        switch change.kind {
        case .edited(let text):
            guard message.direction == .inbound, message.details[Detail.unsent] == nil else { return }
            word = "edited"
            if message.details[Detail.textBefore] == nil { message.details[Detail.textBefore] = message.text }
            message.text = text
        case .unsent:
            word = "unsent"
            // What was taken back is not kept; that there was something, is.
            message.text = nil
            message.media = []
            message.details = message.details.filter { $0.key == change.targetDetail }
            message.details[Detail.unsent] = "true"
            try transaction.deleteMedia(of: message.id)
        case .reaction(let reaction):
            word = "reaction"
            message.details[Detail.reaction] = reaction
        }
        guard message != before else { return }
        try transaction.setContent(message)
        try transaction.append(
            Event(
                .messageChanged, at: surroundings.clock.now, contactPoint: message.contactPoint,
                conversation: message.conversation, message: message.id, value: word))
    }

    private enum Detail {
        static let textBefore = "textBeforeEdit"
        static let unsent = "unsent"
        static let reaction = "reaction"
    }

    private func message(
        meantBy change: MessageChange, on connection: Connection, in transaction: any StoreTransaction
    ) throws -> Message? {
        if let part = try transaction.part(app: connection.app, platformID: change.target) {
            let message = try transaction.message(part.message)
            return message?.customer == change.customer ? message : nil
        }
        return try latest(of: change.customer, on: connection, in: transaction).first {
            $0.direction == .inbound && $0.details[change.targetDetail] == change.target
        }
    }

    private func latest(
        of customer: Address, on connection: Connection, in transaction: any StoreTransaction
    ) throws -> [Message] {
        let conversation = try transaction.latestConversation(
            of: customer, at: connection.contactPoint, on: connection.platform)
        guard let conversation else { return [] }
        return try transaction.latestMessages(of: conversation.id, limit: Self.reach)
    }
}
