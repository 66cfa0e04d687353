import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/events` and `/v1/audit`.
struct LogOperations {
    var all: [Operation] { [events, audit] }

    private var events: Operation {
        Operation(
            method: .get, path: "/v1/events", summary: "Read the log of everything that changed, in order",
            tag: "Events", level: .manager, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<EventView>.schema(of: EventView.schema)),
            work: .read { call, transaction in
                let page = try call.page { Int64($0) }
                let found = try transaction.events(after: page.after ?? 0, limit: page.limit)
                let last = found.last?.position ?? page.after ?? 0
                return try .json(ListView(found.map(EventView.init), next: String(last)))
            })
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
}

struct EventView: Encodable {
    let position: Int64
    let kind, at: String
    let contactPoint, conversation, message, connection, value: String?

    init(_ row: (position: Int64, event: Event)) {
        position = row.position
        kind = row.event.kind.rawValue
        at = TimeText.of(row.event.at)
        contactPoint = row.event.contactPoint?.rawValue
        conversation = row.event.conversation?.description
        message = row.event.message?.description
        connection = row.event.connection?.description
        value = row.event.value
    }

    static let schema = Schema.named(
        "Event",
        .object([
            .init("position", .integer()), .init("kind", .string(choices: Event.Kind.allCases.map(\.rawValue))),
            .init("at", .time), .init("contactPoint", .string(), isRequired: false),
            .init("conversation", .string(), isRequired: false), .init("message", .string(), isRequired: false),
            .init("connection", .string(), isRequired: false),
            .init("value", .string(), isRequired: false, description: "The new state or status."),
        ]))
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
