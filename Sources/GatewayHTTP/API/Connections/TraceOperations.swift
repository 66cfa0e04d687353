import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/connections/{id}/traces`: what was called for a connection, and what came back.
struct TraceOperations {
    var all: [Operation] { [list] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/connections/{id}/traces",
            summary: "List the calls to the platform of the last week, newest first, with secrets and texts left out",
            tag: "Connections", level: .manager, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<TraceView>.schema(of: TraceView.schema)),
            work: .read { call, transaction in
                let id: ID<Connection> = try call.id("connection")
                guard try transaction.connection(id) != nil else { throw Refusal.notFound("connection") }
                let page = try call.page(of: CallTrace.self)
                let found = try transaction.traces(of: id, page)
                return try .json(ListView(found.map(TraceView.init), limit: page.limit, cursor: \.id))
            })
    }
}

struct TraceView: Encodable {
    let id, startedAt, method, url: String
    let request, reply, failure: String?
    let status: Int?
    let milliseconds: Int

    init(_ trace: CallTrace) {
        id = trace.id.description
        startedAt = TimeText.of(trace.startedAt)
        method = trace.method
        url = trace.url
        request = trace.request
        reply = trace.reply
        failure = trace.failure
        status = trace.status
        milliseconds = trace.milliseconds
    }

    static let schema = Schema.named(
        "CallTrace",
        .object([
            .init("id", .string()), .init("startedAt", .time), .init("method", .string()),
            .init(
                "url", .string(),
                description:
                    "The values of its query stand for their lengths: ‹12›; of a customer's address stands that it is one."
            ),
            .init(
                "request", .string(), isRequired: false,
                description: "The body, each value but a few harmless ones replaced by its length."),
            .init("status", .integer(), isRequired: false), .init("reply", .string(), isRequired: false),
            .init("failure", .string(), isRequired: false, description: "Why no answer came."),
            .init("milliseconds", .integer()),
        ]))
}
