import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/connections/{id}/checklist`: whether everything that a connection needs is right.
struct ChecklistOperations {
    let checklists: Checklists

    var all: [Operation] { [show, run, fix] }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/connections/{id}/checklist",
            summary: "Show the last run of a connection's checklist", tag: "Connections", level: .manager,
            answer: .init(status: 200, schema: ChecklistView.schema),
            work: .read { call, transaction in
                guard let result = try transaction.checklist(of: call.id("connection")) else {
                    throw Refusal.notFound("checklist")
                }
                return try .json(ChecklistView(result))
            })
    }

    private var run: Operation {
        Operation(
            method: .post, path: "/v1/connections/{id}/checklist/run", summary: "Run a connection's checklist now",
            tag: "Connections", level: .manager, answer: .init(status: 200, schema: ChecklistView.schema),
            work: .steps { call in try .json(ChecklistView(try await checklists.check(call.id("connection")))) })
    }

    private var fix: Operation {
        Operation(
            method: .post, path: "/v1/connections/{id}/checklist/{item}/fix",
            summary: "Do what an item's fix offers, and run the checklist again", tag: "Connections",
            level: .administrator, answer: .init(status: 200, schema: ChecklistView.schema), refusals: [409],
            work: .steps { call in
                let result = try await checklists.fix(
                    call.parameters["item"] ?? "", of: call.id("connection"), by: call.principal.name)
                return try .json(ChecklistView(result))
            })
    }
}

struct ChecklistView: Encodable {
    let overall, since, checkedAt: String
    let items: [Item]

    struct Item: Encodable {
        let id, title, verdict, found, since: String
        let advice, fix, waitsFor: String?
    }

    init(_ result: ChecklistResult) {
        overall = result.overall.rawValue
        since = TimeText.of(result.since)
        checkedAt = TimeText.of(result.startedAt)
        items = result.items.map { item in
            Item(
                id: item.id, title: item.title, verdict: item.verdict.rawValue, found: item.found,
                since: TimeText.of(Timestamp(milliseconds: item.since)), advice: item.advice, fix: item.fix,
                waitsFor: item.waitsFor)
        }
    }

    private static let verdict = Schema.string(choices: Verdict.allCases.map(\.rawValue))

    static let schema = Schema.named(
        "Checklist",
        .object([
            .init("overall", verdict), .init("since", .time), .init("checkedAt", .time),
            .init(
                "items",
                .array(
                    .object([
                        .init("id", .string()), .init("title", .string()), .init("verdict", verdict),
                        .init("found", .string()), .init("since", .time),
                        .init("advice", .string(), isRequired: false),
                        .init(
                            "fix", .string(), isRequired: false, description: "What the gateway can do about it."),
                        .init("waitsFor", .string(), isRequired: false),
                    ]))),
        ]))
}
