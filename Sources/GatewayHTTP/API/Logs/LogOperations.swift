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
            query: [.cursor, .limit] + EventFilter.parameters + [EventStream.lastEventID],
            answer: .init(status: 200, schema: ListView<EventView>.schema(of: EventView.schema)), refusals: [410],
            work: .read { call, transaction in
                let page = try call.page { Int64($0) }
                let after = page.after ?? 0
                try EventFilter.check(after, of: "cursor", in: transaction)
                let filter = try EventFilter(call.query)
                let found = try transaction.events(after: after, limit: page.limit)
                var reading = EventReading(transaction, stream.links, stream.timers)
                let views = try filter.choose(found, for: call.principal, in: transaction).map { try reading.view($0) }
                return try .json(ListView(views, next: String(found.last?.position ?? after)))
            }, stream: stream)
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
