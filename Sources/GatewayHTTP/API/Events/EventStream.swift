import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /v1/events` as server-sent events: the same log, followed.
struct EventStream: Sendable {
    private static let batch = 100

    let follower: EventFollower
    let store: any Store
    let links: MediaLinks
    let outlook: ConversationOutlook
    let typing: CustomerTyping

    static let lastEventID = QueryParameter(
        name: "lastEventId", description: "As the header Last-Event-ID, for server-sent events only.",
        schema: .string())

    static func isWanted(by request: Request) -> Bool {
        request.headers[.accept]?.lowercased().contains("text/event-stream") == true
            || request.uri.queryParameters["lastEventId"] != nil
    }

    /// - Parameter reader: asked before each page who reads, so that a key that ends, ends the stream.
    func response(
        to request: Request, _ filter: EventFilter, reader: @escaping @Sendable (any StoreTransaction) -> Principal?
    ) async throws -> Response {
        try follower.admit()
        let given =
            request.headers[.init("Last-Event-ID")!] ?? request.uri.queryParameters["lastEventId"].map(String.init)
        let start = try await store.read { try Self.start(given, in: $0) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { writer in
                var heard = typing.newest
                try await follower.follow(after: start) { position, transaction in
                    try reader(transaction).map { try page(after: position, filter, for: $0, in: transaction) }
                } aside: {
                    let (notes, newest) = typing.notes(after: heard)
                    heard = newest
                    return try await page(of: notes, filter, reader)
                } write: { bytes in
                    try await writer.write(ByteBuffer(bytes: bytes.isEmpty ? Array(":\n\n".utf8) : bytes))
                }
                try await writer.finish(nil)
            })
    }

    /// Customers who are writing. There is no id to it: it is over before anybody could ask for it again.
    private func page(
        of notes: [CustomerTyping.Note], _ filter: EventFilter,
        _ reader: @escaping @Sendable (any StoreTransaction) -> Principal?
    ) async throws -> [UInt8] {
        guard !notes.isEmpty, filter.kind == nil else { return [] }
        return try await store.read { transaction in
            guard let principal = reader(transaction) else { return [] }
            let readable = try transaction.contactPoints(.read, heldBy: principal.identity)
            return try notes.filter {
                readable.contains($0.contactPoint) && (filter.contactPoint ?? $0.contactPoint) == $0.contactPoint
            }.reduce(into: []) { bytes, note in
                bytes += Array("event: \(TypingView.type)\ndata: ".utf8)
                bytes += try Operation.Reply.json(TypingView(note)).body + Array("\n\n".utf8)
            }
        }
    }

    /// The position of the last event somebody has; without one, only what is new.
    private static func start(_ given: String?, in transaction: any StoreTransaction) throws -> Int64 {
        guard let given, !given.isEmpty else { return try transaction.newestEventPosition() }
        guard let position = ID<LoggedEvent>(given)?.rawValue ?? Int64(given), position >= 0 else {
            throw Refusal.invalid("Last-Event-ID", "it must be the id of an event.")
        }
        try EventFilter.check(position, of: "Last-Event-ID", in: transaction)
        return position
    }

    private func page(
        after position: Int64, _ filter: EventFilter, for principal: Principal, in transaction: any StoreTransaction
    ) throws -> EventFollower.Page {
        let events = try transaction.events(after: position, limit: Self.batch)
        var reading = EventReading(transaction, links, outlook)
        var bytes: [UInt8] = []
        for row in try filter.choose(events, for: principal, in: transaction) {
            let view = try reading.view(row)
            bytes += Array("id: \(view.id)\nevent: \(view.type)\ndata: ".utf8)
            bytes += try Operation.Reply.json(view).body + Array("\n\n".utf8)
        }
        return (bytes, events.last?.position ?? position)
    }
}

/// A customer writes. Told to those who listen, and stored nowhere.
private struct TypingView: Encodable {
    static let type = "conversation.customerTyping"

    let type = Self.type
    let conversation, contactPoint, until: String

    init(_ note: CustomerTyping.Note) {
        conversation = note.conversation.description
        contactPoint = note.contactPoint.rawValue
        until = TimeText.of(note.until)
    }
}

/// Which events a page or a stream has.
struct EventFilter: Sendable {
    var contactPoint: ContactPointID?
    var kind: Event.Kind?

    static let parameters: [QueryParameter] = [
        .init(name: "contactPoint", description: "Only of this contact point.", schema: .string()),
        .init(
            name: "type", description: "Only of this type.",
            schema: .string(choices: Event.Kind.allCases.map(\.rawValue))),
    ]

    init(_ query: [String: String]) throws {
        if let text = query["contactPoint"] {
            guard let id = ContactPointID(text) else {
                throw Refusal.invalid("contactPoint", "there is no such contact point.")
            }
            contactPoint = id
        }
        if let text = query["type"] {
            guard let found = Event.Kind(rawValue: text) else {
                throw Refusal.invalid("type", "there is no event of this type.")
            }
            kind = found
        }
    }

    /// Those that are asked for and that the reader may see: events of a contact point are for those who may read its
    /// conversations. Agents hear of conversations and their messages, and not of how the gateway is set up and fares.
    func choose(
        _ events: [(position: Int64, event: Event)], for principal: Principal, in transaction: any StoreTransaction
    ) throws -> [(position: Int64, event: Event)] {
        guard !events.isEmpty else { return [] }
        let readable = try transaction.contactPoints(.read, heldBy: principal.identity)
        return events.filter { row in
            (contactPoint == nil || row.event.contactPoint == contactPoint) && (kind == nil || row.event.kind == kind)
                && (row.event.contactPoint.map(readable.contains) ?? true)
                && (principal.level >= .manager || row.event.conversation != nil || row.event.message != nil)
        }
    }

    /// 0 is the beginning, whatever is kept. Who has read further than the log reaches has read another one, and would
    /// wait for ever.
    static func check(_ position: Int64, of field: String, in transaction: any StoreTransaction) throws {
        guard position > 0 else { return }
        guard position <= (try transaction.newestEventPosition()) else {
            throw Refusal.invalid(field, "there is no event at that position yet.")
        }
        if let oldest = try transaction.oldestEventPosition(), position < oldest - 1 {
            throw Refusal(.gone, "events-gone", "The events after that position are no longer kept.")
        }
    }
}
