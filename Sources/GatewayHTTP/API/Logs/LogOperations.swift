import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/events`, `/v1/audit` and `/v1/audit.csv`.
struct LogOperations {
    let stream: EventStream
    let clock: any WallClock

    var all: [Operation] { [events, audit, auditDownload] }

    private var events: Operation {
        Operation(
            method: .get, path: "/v1/events", summary: "Read the log of everything that changed, in order",
            tag: "Events", level: .agent,
            query: [.cursor, .limit, Self.order] + EventFilter.parameters + [EventStream.lastEventID],
            answer: .init(status: 200, schema: ListView<EventView>.schema(of: EventView.schema)), refusals: [410],
            work: .read { call, transaction in
                let page = try call.page { Int64($0) }
                if try isNewestFirst(call) { return try newest(page, call, in: transaction) }
                let after = page.after ?? 0
                try EventFilter.check(after, of: "cursor", in: transaction)
                let filter = try EventFilter(call.query)
                let found = try transaction.events(after: after, limit: page.limit)
                var reading = EventReading(transaction, stream.links, stream.outlook)
                let views = try filter.choose(found, for: call.principal, in: transaction).map { try reading.view($0) }
                return try .json(ListView(views, next: String(found.last?.position ?? after)))
            }, stream: stream)
    }

    private static let order = QueryParameter(
        name: "order",
        description:
            "newest for the newest first; then a cursor is what it has come to, and there is no next at the beginning of the log. Not for a stream.",
        schema: .string(choices: ["oldest", "newest"]))

    private func isNewestFirst(_ call: Operation.Call) throws -> Bool {
        switch call.query["order"] {
        case nil, "oldest": return false
        case "newest": return true
        default: throw Refusal.invalid("order", "it must be oldest or newest.")
        }
    }

    private func newest(
        _ page: Page<Int64>, _ call: Operation.Call, in transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        let filter = try EventFilter(call.query)
        let found = try transaction.events(before: page.after ?? .max, limit: page.limit)
        var reading = EventReading(transaction, stream.links, stream.outlook)
        let views = try filter.choose(found, for: call.principal, in: transaction).map { try reading.view($0) }
        return try .json(ListView(views, next: found.count < page.limit ? nil : found.last.map { String($0.position) }))
    }

    private var audit: Operation {
        Operation(
            method: .get, path: "/v1/audit", summary: "Read who changed what, and who was not allowed to; newest first",
            tag: "Events", level: .administrator, query: AuditQuery.parameters + [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<AuditView>.schema(of: AuditView.schema)),
            work: .read { call, transaction in
                let page = try call.page { Int64($0) }
                let found = try transaction.auditEntries(AuditQuery.filter(of: call), page)
                return try .json(ListView(found.map(AuditView.init), limit: page.limit) { String($0.position) })
            })
    }

    private var auditDownload: Operation {
        Operation(
            method: .get, path: "/v1/audit.csv", summary: "Take the audit log away as CSV, newest first",
            tag: "Events", level: .administrator, query: AuditQuery.parameters, answer: .csv(AuditCSV.columns),
            work: .download { call, _ in
                Download("audit", at: clock.now, AuditCSV.document(try AuditQuery.filter(of: call)))
            })
    }
}

struct AuditView: Encodable {
    let position: Int64
    let at, actor, action, subject: String
    let before, after: String?

    init(_ row: (position: Int64, entry: AuditEntry)) {
        position = row.position
        at = TimeText.of(row.entry.at)
        actor = row.entry.actor
        action = row.entry.action
        subject = row.entry.subject
        before = row.entry.before
        after = row.entry.after
    }

    static let schema = Schema.named(
        "AuditEntry",
        .object([
            .init("position", .integer()), .init("at", .time), .init("actor", .string()), .init("action", .string()),
            .init("subject", .string()), .init("before", .string(), isRequired: false),
            .init("after", .string(), isRequired: false),
        ]))
}
