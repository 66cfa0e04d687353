import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/stop-list`.
struct StopListOperations {
    let administration: StopListAdministration

    var all: [Operation] { [list, add, remove, removeOne] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/stop-list", summary: "List who may not be written to",
            tag: "Stop list", level: .agent, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<StopEntryView>.schema(of: StopEntryView.schema)),
            work: .read { call, transaction in
                let id = try call.contactPoint()
                guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
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
            tag: "Stop list", level: .manager, request: AddressList.schema,
            answer: .init(status: 200, schema: StopListResults.schema),
            work: .write { call, transaction in
                let results = try administration.add(
                    call.decode(AddressList.self).typed(), at: call.contactPoint(), by: call.principal.name,
                    in: transaction)
                return try .json(StopListResults(results))
            })
    }

    private var remove: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/stop-list/remove",
            summary:
                "Take up to 50 addresses off the stop list; says where a carrier's block may stand until the customer texts START",
            tag: "Stop list", level: .manager, request: AddressList.schema,
            answer: .init(status: 200, schema: StopListResults.schema),
            work: .write { call, transaction in
                let results = try administration.remove(
                    call.decode(AddressList.self).typed(), at: call.contactPoint(), by: call.principal.name,
                    in: transaction)
                return try .json(StopListResults(results))
            })
    }

    private var removeOne: Operation {
        Operation(
            method: .delete, path: "/v1/contact-points/{id}/stop-list/{address}",
            summary:
                "Take an address off the stop list; says where a carrier's block may stand until the customer texts START",
            tag: "Stop list", level: .manager, answer: .init(status: 200, schema: StopListResults.schema),
            work: .write { call, transaction in
                let result = try administration.remove(
                    call.parameters["address"] ?? "", at: call.contactPoint(), by: call.principal.name, in: transaction)
                guard result.outcome == .removed else { throw Refusal.notFound("entry on this stop list") }
                return try .json(StopListResults([result]))
            })
    }
}
