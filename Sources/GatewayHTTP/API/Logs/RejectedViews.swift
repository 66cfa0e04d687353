import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

struct QuarantinedView: Encodable {
    let id, app, receivedAt, reason: String
    let byteCount: Int

    init(_ request: QuarantinedRequest) {
        id = request.id.description
        app = request.app.description
        receivedAt = TimeText.of(request.receivedAt)
        reason = request.reason
        byteCount = request.byteCount
    }

    static let schema = Schema.named(
        "QuarantinedRequest",
        .object([
            .init("id", .string()), .init("app", .string()), .init("receivedAt", .time), .init("reason", .string()),
            .init("byteCount", .integer()),
        ]))
}

/// A rejected request as it came. Its body is shown as text; what is no UTF-8 shows as replacement characters.
struct RejectedRequestView: Encodable {
    let method, url, body, receivedAt: String
    let headers: [Header]

    struct Header: Encodable {
        let name, value: String
    }

    init(_ request: WebhookRequest) {
        method = request.method.rawValue
        url = request.url
        body = String(decoding: request.body, as: UTF8.self)
        receivedAt = TimeText.of(request.receivedAt)
        headers = request.headers.map { Header(name: $0.name.rawName, value: $0.value) }
    }

    static let schema = Schema.named(
        "RejectedRequest",
        .object([
            .init("method", .string()), .init("url", .string()), .init("body", .string()),
            .init("receivedAt", .time),
            .init("headers", .array(.object([.init("name", .string()), .init("value", .string())]))),
        ]))
}

struct ReplayView: Encodable {
    let events: Int

    static let schema = Schema.named(
        "Replay", .object([.init("events", .integer(), description: "How many events the request brought.")]))
}

struct UnroutedView: Encodable {
    let id, app, receivedAt, address: String
    let from, text: String?

    init(_ event: UnroutedEvent) {
        id = event.id.description
        app = event.app.description
        receivedAt = TimeText.of(event.receivedAt)
        address = event.address.value
        from = event.from?.value
        text = event.text
    }

    static let schema = Schema.named(
        "UnroutedEvent",
        .object([
            .init("id", .string()), .init("app", .string()), .init("receivedAt", .time),
            .init("address", .string(), description: "Ours, to which nobody has a connection."),
            .init("from", .string(), isRequired: false), .init("text", .string(), isRequired: false),
        ]))
}
