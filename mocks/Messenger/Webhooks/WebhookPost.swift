internal import Foundation
internal import HTTPTypes
internal import MockPlatform

/// Events for one app in one request.
struct WebhookPost: Sendable {
    static let userAgent = "facebookexternalua"
    /// The array of what is no message.
    static let changes = "changes"

    let app: String
    let events: [AddressedEvent]
    /// Events of the same page and channel that follow each other share an entry, up to this many.
    var eventsPerEntry = 1

    /// The bytes that are signed and sent: JSON in ASCII, as Meta writes it.
    func body(at now: Date) -> [UInt8] {
        var entries: [JSON] = []
        var rest = events[...]
        while let first = rest.first {
            let together = rest.prefix(eventsPerEntry).prefix { $0.page == first.page && $0.channel == first.channel }
            rest = rest.dropFirst(together.count)
            let seconds = first.channel == Self.changes
            let time = seconds ? Int(now.timeIntervalSince1970) : MockMeta.milliseconds(now)
            entries.append([
                "id": .string(first.page), "time": .integer(time),
                first.channel: .array(together.map(\.json)),
            ])
        }
        let body: JSON = ["object": "page", "entry": .array(entries)]
        return body.bytes(escaping: .ascii)
    }

    func webhook(
        to url: String, secret: String, at now: Date, limits: LoopbackClient.TimeLimits
    ) -> Webhook {
        let body = body(at: now)
        let common: HTTPFields = [.userAgent: Self.userAgent, .accept: "*/*", .contentType: "application/json"]
        func signed(_ key: String) -> HTTPFields {
            var headers = common
            for field in HubSignature.headers(body, secret: key) { headers.append(field) }
            return headers
        }
        let people = events.compactMap(\.psid)
        let fields = FormFields([
            "app": app, "page": events.first?.page ?? "", "fields": summary(events.map(\.field)),
            "channel": summary(events.map(\.channel)), "events": String(events.count),
        ])
        return Webhook(
            operation: .event, subject: people.first ?? events.first?.page ?? app, about: about, method: .post,
            url: url, fields: fields, headers: signed(secret), forgedHeaders: signed("not " + secret), body: body,
            limits: limits)
    }

    /// By what a fault may be meant for it.
    var about: [String] {
        [app] + Set(events.flatMap { [$0.page, $0.field, $0.psid ?? ""] }).sorted()
    }

    private func summary(_ names: [String]) -> String {
        Set(names).sorted().joined(separator: ",")
    }
}
