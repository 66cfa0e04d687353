import Gateway
import GatewayModel

/// An entry of a stop list as the API shows it.
struct StopEntryView: Encodable {
    let kind, address, source, actor, since: String
    let importedBy, importedAt: String?

    init(_ entry: StopEntry) {
        kind = entry.address.kind.rawValue
        address = entry.address.value
        source = entry.source.rawValue
        actor = entry.actor
        since = TimeText.of(entry.since)
        importedBy = entry.imported?.by
        importedAt = TimeText.of(entry.imported?.at)
    }

    static let schema = Schema.named(
        "StopEntry",
        .object([
            .init("kind", .string()), .init("address", .string()),
            .init("source", .string(choices: StopEntry.Source.allCases.map(\.rawValue))), .init("actor", .string()),
            .init("since", .time),
            .init(
                "importedBy", .string(), isRequired: false,
                description: "Who brought it with a file; source, actor and since are then what the file says."),
            .init("importedAt", .time, isRequired: false),
        ]))
}

/// Addresses in a request: a list, or one text with commas between them.
struct AddressList: RequestBody {
    let addresses: [String]

    private enum CodingKeys: CodingKey {
        case addresses
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try? fields.decode(String.self, forKey: .addresses) {
            addresses = [text]
        } else {
            addresses = try fields.decode([String].self, forKey: .addresses)
        }
    }

    func typed() throws -> AddressBatch { try AddressBatch(addresses) }

    static let schema = Schema.named(
        "AddressList",
        .object([
            .init(
                "addresses", .either([.array(.string(), most: AddressBatch.most), .string()]),
                description: "A list, or a text with commas between the addresses; at most 50 in all.")
        ]))
}

/// What became of each address of a request.
struct StopListResults: Encodable {
    let results: [Result]
    let warning: String?

    struct Result: Encodable {
        let input: String
        let address, reason, warning: String?
        let outcome: String
        let mayBeBlockedAt: [String]?
    }

    init(_ results: [StopListAdministration.Result]) {
        self.results = results.map { result in
            let numbers = result.mayBeBlockedAt.map(\.value)
            return Result(
                input: result.input, address: result.address?.value, reason: result.reason,
                warning: result.doubt, outcome: result.outcome.rawValue, mayBeBlockedAt: numbers.isEmpty ? nil : numbers
            )
        }
        warning = results.warning
    }

    static let schema = Schema.named(
        "StopListResults",
        .object([
            .init(
                "results",
                .array(
                    .object([
                        .init("input", .string()),
                        .init("address", .string(), isRequired: false, description: "In its normal form."),
                        .init(
                            "outcome", .string(choices: StopListAdministration.Result.Outcome.allCases.map(\.rawValue))),
                        .init("reason", .string(), isRequired: false, description: "Why it is invalid."),
                        .init(
                            "warning", .string(), isRequired: false,
                            description: "What is odd about the address, though it was taken."),
                        .init(
                            "mayBeBlockedAt", .array(.string()), isRequired: false,
                            description: "Our addresses at which the carrier's own block may still stand."),
                    ]))),
            .init(
                "warning", .string(), isRequired: false,
                description: "That the carrier's own blocks may still stand, and where."),
        ]))
}

/// What became of the lines of a file.
struct StopListImportView: Encodable {
    let lines, added, already, outdated, refused: Int
    let refusals: [LineRefusal]
    let ignoredColumns: [String]

    struct LineRefusal: Encodable {
        let line: Int
        let reason: String
    }

    init(_ report: StopListImportReport) {
        lines = report.lines
        added = report.added
        already = report.already
        outdated = report.outdated
        refused = report.refused
        refusals = report.refusals.map { LineRefusal(line: $0.line, reason: $0.reason) }
        ignoredColumns = report.ignoredColumns
    }

    static let schema = Schema.named(
        "StopListImport",
        .object([
            .init("lines", .integer(), description: "Without the first line and empty ones."),
            .init("added", .integer()), .init("already", .integer(), description: "They were on the list before."),
            .init("outdated", .integer(), description: "The customer has texted START since the line's time."),
            .init("refused", .integer()),
            .init(
                "refusals",
                .array(
                    .object([.init("line", .integer()), .init("reason", .string())]),
                    most: StopListImportReport.mostRefusals)),
            .init("ignoredColumns", .array(.string())),
        ]))
}
