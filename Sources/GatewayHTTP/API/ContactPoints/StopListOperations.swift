import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/stop-list`.
struct StopListOperations {
    static let mostAtOnce = 50

    let surroundings: Surroundings
    let stopList: StopList

    var all: [Operation] { [list, add, remove] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/stop-list", summary: "List who may not be written to",
            tag: "Stop list", level: .agent, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<StopEntryView>.schema(of: StopEntryView.schema)),
            work: .read { call, transaction in
                let id = try existing(call, transaction)
                let page = try call.page { text -> Address? in
                    let pieces = text.split(separator: ":", maxSplits: 1)
                    guard pieces.count == 2 else { return nil }
                    return Address(kind: AddressKind(rawValue: String(pieces[0])), value: String(pieces[1]))
                }
                let entries = try transaction.stopEntries(at: id, page).map(StopEntryView.init)
                return try .json(ListView(entries, limit: page.limit) { "\($0.kind):\($0.address)" })
            })
    }

    private var add: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/stop-list",
            summary: "Put up to 50 addresses on the stop list; a bad one does not keep the others off",
            tag: "Stop list",
            level: .manager, request: StopListAddition.schema,
            answer: .init(status: 200, schema: StopListResults.schema),
            work: .write { call, transaction in
                let id = try existing(call, transaction)
                let addresses = try call.decode(StopListAddition.self).addresses
                guard (1...Self.mostAtOnce).contains(addresses.count) else {
                    throw Refusal.invalid("addresses", "1 to \(Self.mostAtOnce) at once; nothing was changed.")
                }
                let results = try addresses.map { text -> StopListResults.Result in
                    switch try address(from: text, at: id, in: transaction) {
                    case .refused(let reason):
                        return .init(input: text, address: nil, outcome: "invalid", reason: reason, warning: nil)
                    case .address(let typed):
                        let isNew = try stopList.stop(
                            typed.address, at: id, source: .administrator, actor: call.principal.name,
                            in: transaction)
                        if isNew { try audit("add", typed.address, at: id, call, in: transaction) }
                        return .init(
                            input: text, address: typed.address.value, outcome: isNew ? "added" : "already",
                            reason: nil, warning: typed.doubt)
                    }
                }
                return try .json(StopListResults(results: results))
            })
    }

    private var remove: Operation {
        Operation(
            method: .delete, path: "/v1/contact-points/{id}/stop-list/{address}",
            summary:
                "Take an address off the stop list; a carrier's own block may stand until the customer texts START",
            tag: "Stop list", level: .manager, answer: .init(status: 204, schema: nil),
            work: .write { call, transaction in
                let id = try existing(call, transaction)
                guard let address = try listed(call.parameters["address"] ?? "", at: id, in: transaction),
                    try stopList.lift(
                        address, at: id, source: .administrator, actor: call.principal.name, in: transaction)
                else { throw Refusal.notFound("entry on this stop list") }
                try audit("remove", address, at: id, call, in: transaction)
                return .nothing
            })
    }

    private func existing(_ call: Operation.Call, _ transaction: any StoreTransaction) throws -> ContactPointID {
        let id = try call.contactPoint()
        guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
        return id
    }

    private func address(
        from text: String, at id: ContactPointID, in transaction: any StoreTransaction
    ) throws -> AddressReader.Reading {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        return try AddressReader(surroundings).stopListed(text, at: contactPoint, in: transaction)
    }

    /// The entry as it is shown, or as somebody types it: a sender of no known form is on the list as it came.
    private func listed(
        _ text: String, at id: ContactPointID, in transaction: any StoreTransaction
    ) throws -> Address? {
        let kinds = Set(surroundings.connectors.all.filter(\.capabilities.hasStopWords).map(\.capabilities.addressKind))
        var candidates = kinds.map { Address(kind: $0, value: text) }
        if case .address(let typed) = try address(from: text, at: id, in: transaction) {
            candidates.append(typed.address)
        }
        return try candidates.first { try transaction.stopEntry(for: $0, at: id) != nil }
    }

    private func audit(
        _ action: String, _ address: Address, at id: ContactPointID, _ call: Operation.Call,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: call.principal.name, action: "stop-list.\(action)",
                subject: "contact-point/\(id)", after: address.value))
    }
}

struct StopEntryView: Encodable {
    let kind, address, source, actor, since: String

    init(_ entry: StopEntry) {
        kind = entry.address.kind.rawValue
        address = entry.address.value
        source = entry.source.rawValue
        actor = entry.actor
        since = TimeText.of(entry.since)
    }

    static let schema = Schema.named(
        "StopEntry",
        .object([
            .init("kind", .string()), .init("address", .string()),
            .init("source", .string(choices: StopEntry.Source.allCases.map(\.rawValue))), .init("actor", .string()),
            .init("since", .time),
        ]))
}

struct StopListAddition: RequestBody {
    let addresses: [String]

    static let schema = Schema.named(
        "StopListAddition",
        .object([.init("addresses", .array(.string(length: 1...100), most: StopListOperations.mostAtOnce))]))
}

struct StopListResults: Encodable {
    let results: [Result]

    struct Result: Encodable {
        let input: String
        /// In its normal form.
        let address: String?
        let outcome: String
        /// Why it is no address.
        let reason: String?
        /// What is odd about it, though it was taken.
        let warning: String?
    }

    static let schema = Schema.named(
        "StopListResults",
        .object([
            .init(
                "results",
                .array(
                    .object([
                        .init("input", .string()), .init("address", .string(), isRequired: false),
                        .init("outcome", .string(choices: ["added", "already", "invalid"])),
                        .init("reason", .string(), isRequired: false, description: "Why it is invalid."),
                        .init(
                            "warning", .string(), isRequired: false,
                            description: "What is odd about the address, though it was taken."),
                    ])))
        ]))
}
