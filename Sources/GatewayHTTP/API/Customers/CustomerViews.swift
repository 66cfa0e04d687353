import Gateway
import GatewayModel

struct CustomerView: Encodable {
    let kind, address: String
    let externalReference, name: String?
    let stoppedAt: [String]

    init(_ customer: Customer, in transaction: any StoreTransaction) throws {
        kind = customer.address.kind.rawValue
        address = customer.address.value
        externalReference = customer.externalReference
        name = customer.name?.text
        stoppedAt = try transaction.stopEntries(of: customer.address).filter(\.isStopped).map(\.contactPoint.rawValue)
    }

    static let nameSchema = Schema.string(length: 1...CustomerName.mostCharacters)

    static let schema = Schema.named(
        "Customer",
        .object([
            .init("kind", .string(), description: "What sort of address it is: phone, for example."),
            .init("address", .string()),
            .init("externalReference", ExternalReference.schema, isRequired: false),
            .init(
                "name", nameSchema, isRequired: false,
                description: "What the platform calls them, where it tells. They chose it themselves."),
            .init("stoppedAt", .array(.string()), description: "The contact points on whose stop list they are."),
        ]))
}

/// What another system calls something of ours.
enum ExternalReference {
    private static let lengths = 1...200

    static let schema = Schema.string(length: lengths)

    static func check(_ text: String) throws -> String {
        guard lengths.contains(text.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Refusal.invalid("externalReference", "it must have 1 to 200 characters on one line.") }
        return text
    }
}

/// Names something, or takes its name away.
struct ReferenceChange: RequestBody {
    let externalReference: String?

    private enum Key: CodingKey { case externalReference }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard fields.contains(.externalReference) else {
            throw Refusal.invalid("externalReference", "it is required; null takes it away.")
        }
        externalReference = try fields.decodeIfPresent(String.self, forKey: .externalReference)
            .map(ExternalReference.check)
    }

    static let schema = Schema.named(
        "ReferenceChange",
        .object([.init("externalReference", ExternalReference.schema, description: "null takes it away.")]))
}

/// What an erasure removed and left.
struct ErasureView: Encodable {
    let id, at: String
    let erased: Erased
    let remains: [Remainder]

    struct Erased: Encodable {
        let conversations, messages, files, references, liftedStops, names, transcripts, unrouted, quarantined: Int
        let keptAnswers: Int
    }

    struct Remainder: Encodable {
        let what, why: String
        let count: Int?
        let until: String?
    }

    init(_ report: ErasureReport) {
        id = report.id.description
        at = TimeText.of(report.at)
        erased = Erased(
            conversations: report.erased.conversations, messages: report.erased.messages, files: report.erased.files,
            references: report.erased.references, liftedStops: report.erased.liftedStops, names: report.erased.names,
            transcripts: report.erased.transcripts, unrouted: report.erased.unrouted,
            quarantined: report.erased.quarantined,
            keptAnswers: report.erased.keptAnswers)
        remains = report.remains.map {
            Remainder(what: $0.what.rawValue, why: $0.what.why, count: $0.count, until: TimeText.of($0.until))
        }
    }

    static let schema = Schema.named(
        "Erasure",
        .object([
            .init("id", .string(), description: "Names the erasure in the audit log."), .init("at", .time),
            .init(
                "erased",
                .object(
                    [
                        "conversations", "messages", "files", "references", "liftedStops", "names", "transcripts",
                        "unrouted", "quarantined", "keptAnswers",
                    ].map { Schema.Property($0, .integer()) })),
            .init(
                "remains",
                .array(
                    .object([
                        .init("what", .string(choices: ErasureReport.What.allCases.map(\.rawValue))),
                        .init("why", .string(), description: "And what to do about it."),
                        .init(
                            "count", .integer(), isRequired: false,
                            description: "Missing where the gateway cannot know."),
                        .init("until", .time, isRequired: false, description: "When it goes by itself."),
                    ]))),
        ]))
}
