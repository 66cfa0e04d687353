import ConnectorKit
import Gateway
import GatewayModel

/// A message as the API shows it.
struct MessageView: Encodable {
    let id, contactPoint, connection, customer, direction, purpose, author, status, createdAt, statusAt: String
    let conversation, notification, text, mark, notBefore: String?
    let media: [MediaView]
    let statusReason: ReasonView?
    let details: [String: String]

    /// With its files, read in the same transaction.
    init(_ message: Message, _ links: MediaLinks, in transaction: any StoreTransaction) throws {
        let notification = message.purpose == .notification ? try transaction.notification(of: message.id) : nil
        let own = try transaction.media(of: message.id)
        let files = try own.isEmpty ? notification.map(transaction.media(ofNotification:)) ?? [] : own
        id = message.id.description
        contactPoint = message.contactPoint.rawValue
        connection = message.connection.description
        customer = message.customer.value
        direction = message.direction.rawValue
        purpose = message.purpose.rawValue
        author = message.author
        status = message.status.rawValue
        createdAt = TimeText.of(message.createdAt)
        statusAt = TimeText.of(message.statusAt)
        conversation = message.conversation?.description
        self.notification = notification?.description
        text = message.text
        mark = message.mark?.rawValue
        media =
            files.isEmpty
            ? message.media.map { MediaView(neverFetched: $0.contentType) }
            : try files.map { try MediaView($0, links) }
        notBefore = TimeText.of(try message.notBefore(in: transaction))
        statusReason = message.statusReason.map(ReasonView.init)
        details = message.details
    }

    static let schema = Schema.named(
        "Message",
        .object([
            .init("id", .string()),
            .init(
                "conversation", .string(), isRequired: false,
                description: "Missing for a notification that found no open conversation."),
            .init("notification", .string(), isRequired: false, description: "The one it belongs to."),
            .init("contactPoint", .string()),
            .init("connection", .string(), description: "What it came to, or leaves from."),
            .init("customer", .string()),
            .init("direction", .string(choices: ["inbound", "outbound"])),
            .init("purpose", .string(choices: Message.Purpose.allCases.map(\.rawValue))), .init("author", .string()),
            .init("text", .string(), isRequired: false),
            .init("media", .array(MediaView.schema)),
            .init(
                "mark",
                .string(choices: [
                    "stop", "start", "help", "possibleOptOut", "settledAsOptOut", "settledAsNoOptOut",
                ]), isRequired: false),
            .init("status", .string(choices: DeliveryStatus.allCases.map(\.rawValue))),
            .init("statusReason", ReasonView.schema, isRequired: false),
            .init(
                "notBefore", .time, isRequired: false, description: "When the sending window opens that it waits for."),
            .init("details", .map(.string()), description: "What the platform told besides, by its own names."),
            .init("createdAt", .time), .init("statusAt", .time),
        ]))
}

extension Message {
    /// When the sending window opens that it waits for.
    func notBefore(in transaction: any StoreTransaction) throws -> Timestamp? {
        guard status == .queued, statusReason?.code == SendingWindow.reasonCode else { return nil }
        return try transaction.outboxEntry(id)?.dueAt
    }
}

struct ReasonView: Encodable {
    let code, explanation: String
    let platformCode: String?

    init(_ reason: StatusReason) {
        code = reason.code
        explanation = reason.explanation
        platformCode = reason.platformCode
    }

    static let schema = Schema.named(
        "StatusReason",
        .object([
            .init("code", .string()), .init("explanation", .string()),
            .init("platformCode", .string(), isRequired: false),
        ]))
}

/// A message with everything that was done to send it.
struct MessageDetail: Encodable {
    let message: MessageView
    let parts: [PartView]
    let attempts: [AttemptView]

    static let schema = Schema.named(
        "MessageDetail",
        .object([
            .init("message", MessageView.schema), .init("parts", .array(PartView.schema)),
            .init("attempts", .array(AttemptView.schema)),
        ]))
}

struct PartView: Encodable {
    let number, units: Int
    let state, status: String
    let platformID: String?

    init(_ record: PartRecord) {
        number = record.number
        units = record.part.units
        state = record.state.rawValue
        status = record.status.rawValue
        platformID = record.platformID
    }

    static let schema = Schema.named(
        "Part",
        .object([
            .init("number", .integer()), .init("units", .integer()),
            .init(
                "state",
                .string(choices: ["waiting", "sending", "unknown", "repeating", "accepted", "failed"])),
            .init("status", .string(choices: DeliveryStatus.allCases.map(\.rawValue))),
            .init("platformID", .string(), isRequired: false),
        ]))
}

struct AttemptView: Encodable {
    let id, startedAt: String
    let part: Int
    let possibleDuplicate: Bool
    let endedAt, outcome: String?
    let reason: ReasonView?

    init(_ attempt: Attempt) {
        id = attempt.id.description
        part = attempt.part.number
        startedAt = TimeText.of(attempt.startedAt)
        possibleDuplicate = attempt.isPossibleDuplicate
        endedAt = TimeText.of(attempt.endedAt)
        outcome = attempt.outcome?.rawValue
        reason = attempt.reason.map(ReasonView.init)
    }

    static let schema = Schema.named(
        "Attempt",
        .object([
            .init("id", .string()), .init("part", .integer()), .init("startedAt", .time),
            .init("endedAt", .time, isRequired: false), .init("possibleDuplicate", .boolean),
            .init(
                "outcome", .string(choices: ["accepted", "retry", "refused", "reconnect", "unknown"]),
                isRequired: false), .init("reason", ReasonView.schema, isRequired: false),
        ]))
}
