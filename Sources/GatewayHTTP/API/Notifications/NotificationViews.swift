import Gateway
import GatewayModel

/// A notification as the API shows it.
struct NotificationView: Encodable {
    let id, contactPoint, platform, author, createdAt: String
    let text, canceledAt: String?
    let media: [MediaView]
    let recipients, units: Int

    init(_ notification: GatewayModel.Notification, _ links: MediaLinks, in transaction: any StoreTransaction) throws {
        id = notification.id.description
        contactPoint = notification.contactPoint.rawValue
        platform = notification.platform.rawValue
        author = notification.author
        text = notification.text
        media = try transaction.media(ofNotification: notification.id).map { try MediaView($0, links) }
        recipients = notification.recipientCount
        units = notification.units
        createdAt = TimeText.of(notification.createdAt)
        canceledAt = TimeText.of(notification.canceledAt)
    }

    static let properties: [Schema.Property] = [
        .init("id", .string()), .init("contactPoint", .string()), .init("platform", .string()),
        .init("author", .string()), .init("text", .string(), isRequired: false),
        .init("media", .array(MediaView.schema)),
        .init("recipients", .integer(), description: "As many as were given."),
        .init("units", .integer(), description: "For each recipient. Segments, for a phone number."),
        .init("createdAt", .time), .init("canceledAt", .time, isRequired: false),
    ]

    static let schema = Schema.named("Notification", .object(properties))
}

/// The answer to a notification: what came of each recipient, in the order given.
struct AcceptedNotification: Encodable {
    let notification: NotificationView
    let accepted, refused: Int
    let opensAt: String?
    let results: [ResultView]
    let warnings: [WarningView]

    private enum CodingKeys: CodingKey {
        case accepted, refused, opensAt, results, warnings
    }

    func encode(to encoder: any Encoder) throws {
        try notification.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(refused, forKey: .refused)
        try container.encodeIfPresent(opensAt, forKey: .opensAt)
        try container.encode(results, forKey: .results)
        try container.encode(warnings, forKey: .warnings)
    }

    static let schema = Schema.named(
        "AcceptedNotification",
        .object(
            NotificationView.properties + [
                .init("accepted", .integer()), .init("refused", .integer()),
                .init(
                    "opensAt", .time, isRequired: false,
                    description: "When the sending window opens, for which it waits; missing while it is open."),
                .init("results", .array(ResultView.schema), description: "In the order given."),
                WarningView.property,
            ]))
}

/// What came of one recipient when the call was answered.
struct ResultView: Encodable {
    let number: Int
    let to, outcome: String
    let address, message: String?
    let reason: ReasonView?

    init(_ recipient: NotificationRecipient) {
        number = recipient.number
        to = recipient.given
        address = recipient.address?.value
        switch recipient.outcome {
        case .waiting: (outcome, message, reason) = ("waiting", nil, nil)
        case .accepted(let id): (outcome, message, reason) = ("accepted", id.description, nil)
        case .refused(let why): (outcome, message, reason) = ("refused", nil, ReasonView(why))
        }
    }

    static let schema = Schema.named(
        "RecipientResult",
        .object([
            .init("number", .integer(), description: "Its place among those that were given, from 0."),
            .init("to", .string(), description: "As it was given."),
            .init("address", .string(), isRequired: false, description: "In its normal form."),
            .init("outcome", .string(choices: ["waiting", "accepted", "refused"])),
            .init("message", .string(), isRequired: false), .init("reason", ReasonView.schema, isRequired: false),
        ]))
}

/// A notification with what has become of it.
struct NotificationDetail: Encodable {
    let notification: NotificationView
    let counts: [String: Int]
    let items: [RecipientView]
    let next: String?

    init(
        _ notification: GatewayModel.Notification, _ page: Page<Int>, _ links: MediaLinks,
        in transaction: any StoreTransaction
    ) throws {
        self.notification = try NotificationView(notification, links, in: transaction)
        let found = try transaction.recipients(of: notification.id, page)
        items = try found.map { try RecipientView($0, in: transaction) }
        next = found.count == page.limit ? found.last.map { String($0.number) } : nil
        counts = Dictionary(
            try transaction.recipientCounts(of: notification.id).map { ($0?.rawValue ?? "waiting", $1) },
            uniquingKeysWith: +)
    }

    static let schema = Schema.named(
        "NotificationDetail",
        .object([
            .init("notification", NotificationView.schema),
            .init(
                "counts", .map(.integer()),
                description: "How many recipients there are of each status; those that were erased are missing."),
            .init("items", .array(RecipientView.schema)), .init("next", .string(), isRequired: false),
        ]))
}

/// A recipient, and where the message to it stands.
struct RecipientView: Encodable {
    let number: Int
    let to, status: String
    let address, message, statusAt, notBefore: String?
    let reason: ReasonView?

    init(_ recipient: NotificationRecipient, in transaction: any StoreTransaction) throws {
        number = recipient.number
        to = recipient.given
        address = recipient.address?.value
        switch recipient.outcome {
        case .waiting:
            (status, message, statusAt, notBefore, reason) = ("waiting", nil, nil, nil, nil)
        case .refused(let why):
            (status, message, statusAt, notBefore, reason) = (
                DeliveryStatus.refused.rawValue, nil, nil, nil, ReasonView(why)
            )
        case .accepted(let id):
            let found = try transaction.message(id)
            status = found?.status.rawValue ?? DeliveryStatus.unknown.rawValue
            message = id.description
            statusAt = TimeText.of(found?.statusAt)
            notBefore = TimeText.of(try found?.notBefore(in: transaction))
            reason = found?.statusReason.map(ReasonView.init)
        }
    }

    static let schema = Schema.named(
        "Recipient",
        .object([
            .init("number", .integer()), .init("to", .string()), .init("address", .string(), isRequired: false),
            .init("status", .string(choices: ["waiting"] + DeliveryStatus.allCases.map(\.rawValue))),
            .init("statusAt", .time, isRequired: false), .init("message", .string(), isRequired: false),
            .init(
                "notBefore", .time, isRequired: false, description: "When the sending window opens that it waits for."),
            .init("reason", ReasonView.schema, isRequired: false),
        ]))
}

/// What became of the messages of a notification that was taken back.
struct WithdrawalView: Encodable {
    let canceled, underWay, gone, ended: Int

    init(_ count: Withdrawals.Count) {
        (canceled, underWay, gone, ended) = (count.canceled, count.underWay, count.gone, count.ended)
    }

    static let schema = Schema.named(
        "Withdrawal",
        .object([
            .init("canceled", .integer(), description: "Taken back now."),
            .init(
                "underWay", .integer(), description: "On their way, of unknown outcome, or gone in part; they go on."),
            .init("gone", .integer(), description: "The platform has them."),
            .init("ended", .integer(), description: "Refused, failed, expired or canceled before."),
        ]))
}
