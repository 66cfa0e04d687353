import Gateway
import GatewayModel

/// An answer: text, files, or both.
struct NewReply: RequestBody {
    let text: String?
    let media: [String]?
    let quickReplies: [QuickReplyBody]?

    var contents: (text: String?, media: [ID<Media>]) {
        get throws { try MessageContents.check(text, media) }
    }

    static let schema = Schema.named(
        "NewReply",
        .object(
            MessageContents.properties + [
                .init(
                    "quickReplies", .array(QuickReplyBody.schema, most: 20), isRequired: false,
                    description: "Answers that the customer can give with one tap, where the platform shows them.")
            ]))
}

/// An answer that can be tapped.
struct QuickReplyBody: RequestBody {
    let label: String
    let description: String?
    let value: String?

    var reply: QuickReply { QuickReply(label: label, description: description, value: value) }

    static let schema = Schema.named(
        "QuickReply",
        .object([
            .init("label", .string(length: 1...200), description: "What the customer sees, and says by the tap."),
            .init(
                "description", .string(length: 1...200), isRequired: false,
                description: "A line below it; on each of them, or on none."),
            .init(
                "value", .string(length: 1...1000), isRequired: false,
                description: "What comes back in the answer's details under quickReply; the customer does not see it."),
        ]))
}

/// What starts a conversation or notifies somebody.
struct OutboundRequest: RequestBody {
    let platform: String?
    let to: String
    let from: String?
    let text: String?
    let media: [String]?

    func request() throws -> OutboundFlow.Request {
        let (text, media) = try MessageContents.check(text, media)
        return OutboundFlow.Request(
            platform: platform.map { Platform(rawValue: $0) }, to: to, from: from, text: text, media: media)
    }

    static let schema = Schema.named(
        "OutboundRequest",
        .object(
            [
                .init(
                    "to", .string(length: 1...200),
                    description:
                        "The customer: a phone number with + and country code, or as in the contact point's region."),
                .init(
                    "from", .string(length: 1...200), isRequired: false,
                    description:
                        "One of the contact point's addresses that send; the one last used with this customer, or its diversion, if not given."
                ),
                .init(
                    "platform", .string(), isRequired: false,
                    description: "Needed where the contact point has several platforms."),
            ] + MessageContents.properties))
}

/// What a message of ours may hold, in a request.
enum MessageContents {
    /// Platforms have limits of their own; these only keep requests sane.
    private static let lengths = 1...20_000
    private static let mostMedia = 20

    static let properties: [Schema.Property] = [
        .init("text", .string(length: lengths), isRequired: false, description: "Needed where there are no media."),
        .init(
            "media", .array(.string(), most: mostMedia), isRequired: false,
            description: "Uploaded files, by their ids, in their order."),
    ]

    static func check(_ text: String?, _ media: [String]?) throws -> (text: String?, media: [ID<Media>]) {
        let media = media ?? []
        guard text != nil || !media.isEmpty else {
            throw Refusal.invalid("text", "it is required where there are no media.")
        }
        if let text {
            guard lengths.contains(text.count) else {
                throw Refusal.invalid("text", "it must have 1 to 20,000 characters.")
            }
            guard !text.contains("\0") else { throw Refusal.invalid("text", "it must not hold a NUL character.") }
        }
        guard media.count <= mostMedia else { throw Refusal.invalid("media", "there must be at most \(mostMedia).") }
        let ids = try media.enumerated().map { index, text in
            guard let id = ID<Media>(text) else {
                throw Refusal.invalid("media[\(index)]", "there is no such upload.")
            }
            return id
        }
        return (text, ids)
    }
}
