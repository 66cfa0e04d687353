import Gateway
import GatewayModel

/// A message to one or many.
struct NotificationRequest: RequestBody {
    let platform: String?
    let to: RecipientTexts
    let from: String?
    let text: String?
    let media: [String]?

    func request() throws -> Notifications.Request {
        let (text, media) = try MessageContents.check(text, media)
        return Notifications.Request(
            platform: platform.map { Platform(rawValue: $0) }, to: try to.recipients(), from: from, text: text,
            media: media)
    }

    static let schema = Schema.named(
        "NotificationRequest",
        .object(
            [
                .init("to", RecipientTexts.schema),
                .init(
                    "from", .string(length: 1...200), isRequired: false,
                    description:
                        "One of the contact point's addresses that send; for each recipient the one last used with them, or its diversion, if not given."
                ),
                .init(
                    "platform", .string(), isRequired: false,
                    description: "Needed where the contact point has several platforms."),
            ] + MessageContents.properties))
}

/// One recipient, or a list of them.
enum RecipientTexts: Decodable {
    case one(String)
    case list([String])

    private static let lengths = 1...200

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
            self = .one(one)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    func recipients() throws -> Recipients {
        switch self {
        case .one(let text):
            guard Self.lengths.contains(text.count) else { throw Refusal.invalid("to", Self.wrongLength) }
            return .one(text)
        case .list(let texts):
            guard (1...Notifications.mostRecipients).contains(texts.count) else {
                throw Refusal.invalid(
                    "to", "there must be 1 to \(Notifications.mostRecipients) recipients; nothing was sent.")
            }
            for (number, text) in texts.enumerated() where !Self.lengths.contains(text.count) {
                throw Refusal.invalid("to[\(number)]", Self.wrongLength)
            }
            return .list(texts)
        }
    }

    private static let wrongLength = "it must have 1 to 200 characters."

    static let schema = Schema.either([
        .string(length: lengths), .array(.string(length: lengths), most: Notifications.mostRecipients),
    ])
}
