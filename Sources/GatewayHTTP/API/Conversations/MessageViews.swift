import ConnectorKit
import Gateway
import GatewayModel

/// A message as the API shows it.
struct MessageView: Encodable {
    let id, contactPoint, connection, customer, direction, purpose, author, status, createdAt, statusAt: String
    let conversation, text, mark: String?
    let media: [MediaView]
    let statusReason: ReasonView?
    let details: [String: String]

    init(_ message: Message, media: [MediaView]) {
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
        text = message.text
        mark = message.mark?.rawValue
        self.media = media
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
            .init("details", .map(.string()), description: "What the platform told besides, by its own names."),
            .init("createdAt", .time), .init("statusAt", .time),
        ]))
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
