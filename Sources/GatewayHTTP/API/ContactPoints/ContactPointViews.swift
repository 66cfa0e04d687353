import Gateway
import GatewayModel

/// A contact point as the API shows it.
struct ContactPointView: Encodable {
    let id, label, language, timeZone, region, unprovenSends: String
    let optOut: OptOutView
    let archivedAt: String?

    init(_ contactPoint: ContactPoint) {
        id = contactPoint.id.rawValue
        label = contactPoint.label
        language = contactPoint.language
        timeZone = contactPoint.timeZone
        region = contactPoint.region
        unprovenSends = contactPoint.unprovenSends.rawValue
        optOut = OptOutView(contactPoint.optOut)
        archivedAt = TimeText.of(contactPoint.archivedAt)
    }

    static let schema = Schema.named(
        "ContactPoint",
        .object([
            .init("id", .string()), .init("label", .string()), .init("language", .string()),
            .init("timeZone", .string()), .init("region", .string()),
            .init("unprovenSends", .string(choices: ["sendAgain", "hold"])), .init("optOut", OptOutView.schema),
            .init("archivedAt", .time, isRequired: false),
        ]))
}

/// The words that mean STOP, START and HELP beyond the standard ones, and what the gateway answers.
struct OptOutView: Codable {
    var stopWords: [String]?
    var startWords: [String]?
    var helpWords: [String]?
    var yesMeansStart: Bool?
    var stopReply: String?
    var startReply: String?
    var helpReply: String?

    init(_ settings: OptOutSettings) {
        stopWords = settings.stopWords
        startWords = settings.startWords
        helpWords = settings.helpWords
        yesMeansStart = settings.yesMeansStart
        stopReply = settings.stopReply
        startReply = settings.startReply
        helpReply = settings.helpReply
    }

    func apply(to settings: inout OptOutSettings) {
        if let stopWords { settings.stopWords = stopWords }
        if let startWords { settings.startWords = startWords }
        if let helpWords { settings.helpWords = helpWords }
        if let yesMeansStart { settings.yesMeansStart = yesMeansStart }
        if let stopReply { settings.stopReply = Self.nothingIfEmpty(stopReply) }
        if let startReply { settings.startReply = Self.nothingIfEmpty(startReply) }
        if let helpReply { settings.helpReply = Self.nothingIfEmpty(helpReply) }
    }

    /// An empty text brings the standard reply back.
    private static func nothingIfEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    static let schema = Schema.object([
        .init("stopWords", .array(.string(length: 1...40), most: 100), isRequired: false),
        .init("startWords", .array(.string(length: 1...40), most: 100), isRequired: false),
        .init("helpWords", .array(.string(length: 1...40), most: 100), isRequired: false),
        .init("yesMeansStart", .boolean, isRequired: false),
        .init("stopReply", .string(length: 0...320), isRequired: false, description: "Empty for the standard text."),
        .init("startReply", .string(length: 0...320), isRequired: false, description: "Empty for the standard text."),
        .init("helpReply", .string(length: 0...320), isRequired: false, description: "Empty for the standard text."),
    ])
}

struct NewContactPoint: RequestBody {
    let id: String?
    let label: String
    let language: String?
    let timeZone: String?
    let region: String?
    let unprovenSends: String?
    let optOut: OptOutView?

    static let schema = Schema.named(
        "NewContactPoint",
        .object([
            .init(
                "id", .string(length: 1...63), isRequired: false,
                description: "Fixed for good; made from the label if not given."),
            .init("label", .string(length: 1...100)),
            .init("language", .string(), isRequired: false, description: "BCP 47; en if not given."),
            .init("timeZone", .string(), isRequired: false, description: "IANA; UTC if not given."),
            .init(
                "region", .string(), isRequired: false,
                description: "ISO 3166: whose phone numbers are typed without a country code; US if not given."),
            .init("unprovenSends", .string(choices: ["sendAgain", "hold"]), isRequired: false),
            .init("optOut", OptOutView.schema, isRequired: false),
        ]))

    func contactPoint() throws -> ContactPoint {
        var contactPoint = ContactPoint(id: try fixedID(), label: label)
        try ContactPointChange(
            label: nil, language: language, timeZone: timeZone, region: region, unprovenSends: unprovenSends,
            optOut: optOut
        ).apply(to: &contactPoint)
        return contactPoint
    }

    private func fixedID() throws -> ContactPointID {
        if let id {
            guard let id = ContactPointID(id) else {
                throw Refusal.invalid(
                    "id", "it must have 1 to 63 lower-case letters, digits and hyphens and begin with a letter.")
            }
            return id
        }
        guard let id = ContactPointID(label: label) else {
            throw Refusal.invalid("label", "it has no letter to make an id from; give an id.")
        }
        return id
    }
}

struct ContactPointChange: RequestBody {
    let label: String?
    let language: String?
    let timeZone: String?
    let region: String?
    let unprovenSends: String?
    let optOut: OptOutView?

    static let schema = Schema.named(
        "ContactPointChange",
        .object([
            .init("label", .string(length: 1...100), isRequired: false),
            .init("language", .string(), isRequired: false), .init("timeZone", .string(), isRequired: false),
            .init("region", .string(), isRequired: false),
            .init("unprovenSends", .string(choices: ["sendAgain", "hold"]), isRequired: false),
            .init("optOut", OptOutView.schema, isRequired: false),
        ]))

    @Sendable func apply(to contactPoint: inout ContactPoint) throws {
        if let label { contactPoint.label = label }
        if let language { contactPoint.language = language }
        if let timeZone { contactPoint.timeZone = timeZone }
        if let region { contactPoint.region = region }
        if let unprovenSends {
            guard let choice = UnprovenSends(rawValue: unprovenSends) else {
                throw Refusal.invalid("unprovenSends", "it must be sendAgain or hold.")
            }
            contactPoint.unprovenSends = choice
        }
        optOut?.apply(to: &contactPoint.optOut)
    }
}

/// The two role lists of a contact point.
struct OutboundRolesView: Codable, RequestBody {
    let startConversation: [String]
    let sendNotification: [String]

    init(of contactPoint: ContactPointID, in transaction: any StoreTransaction) throws {
        startConversation = try transaction.roles(.startConversation, of: contactPoint).map(\.rawValue)
        sendNotification = try transaction.roles(.sendNotification, of: contactPoint).map(\.rawValue)
    }

    static let schema = Schema.named(
        "OutboundRoles",
        .object([
            .init("startConversation", .array(.string(), most: 200)),
            .init("sendNotification", .array(.string(), most: 200)),
        ]))
}

/// Who may read and who may answer.
struct ConversationRolesView: Codable, RequestBody {
    let read: [String]
    let answer: [String]

    init(of contactPoint: ContactPointID, in transaction: any StoreTransaction) throws {
        read = try transaction.roles(.read, of: contactPoint).map(\.rawValue)
        answer = try transaction.roles(.answer, of: contactPoint).map(\.rawValue)
    }

    static let schema = Schema.named(
        "ConversationRoles",
        .object([.init("read", .array(.string(), most: 200)), .init("answer", .array(.string(), most: 200))]))
}

/// Role ids in a request.
enum RoleNames {
    static func read(_ names: [String], field: String) throws -> [RoleID] {
        guard names.count <= 200 else { throw Refusal.invalid(field, "at most 200 roles.") }
        return try names.enumerated().map { index, name in
            guard let role = RoleID(name) else {
                throw Refusal.invalid("\(field)[\(index)]", "there is no role \"\(name)\".")
            }
            return role
        }
    }
}
