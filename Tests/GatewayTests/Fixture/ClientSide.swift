import ConnectorKit
import ConnectorTestKit
import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Testing
import WebChatConnector

/// A gateway with a chat at the contact point for sales, and what its visitors do.
struct ClientSide: Sendable {
    static let platform = Platform(rawValue: "webchat")
    static let site = "https://shop.example"

    let gateway: TestGateway
    private let feeding: Task<Void, any Error>

    static func make(_ settings: String = "{}") async throws -> ClientSide {
        let gateway = try await TestGateway.make(connectors: [TestConnector(), WebChatConnector()])
        let side = ClientSide(gateway: gateway, feeding: Task { try await gateway.parts.clientFeed.run() })
        _ = try await gateway.store.write { [parts = gateway.parts] transaction in
            let app = try parts.apps.create(
                platform: platform, label: "Chat", settings: [:], by: "test", in: transaction)
            return try parts.connections.create(
                at: TestGateway.sales, app: app.id, address: "shop", Connections.Choices(), by: "test", in: transaction)
        }
        try await side.save(#"{"isEnabled": true, "allowedDomains": ["shop.example"]}"#)
        try await side.save(settings)
        return side
    }

    /// Nothing is told any more.
    func stop() { feeding.cancel() }

    @discardableResult
    func save(_ json: String) async throws -> ClientSettingsDocument {
        let saved = try await gateway.parts.clientSettings.save(
            Array(json.utf8), at: TestGateway.sales, on: Self.platform, by: "test"
        ) { _, _ in }
        // What is at hand of it is a second old at most.
        gateway.clock.advance(by: .seconds(1))
        return saved
    }

    /// What would apply if it were saved.
    func settings(with json: String) async throws -> ClientSettingsDocument {
        try await gateway.store.read { [gateway] transaction in
            try gateway.parts.clientSettings.settings(
                with: Array(json.utf8), at: TestGateway.sales, on: Self.platform, in: transaction)
        }
    }

    func call(
        _ path: String, _ body: String = "{}", ticket: String? = nil, method: HTTPRequest.Method = .post,
        headers: HTTPFields = [:]
    ) async throws -> ClientReply {
        var headers = headers
        headers[.authorization] = ticket.map { "Bearer \($0)" }
        return try await gateway.parts.clients.answer(
            ClientRequest(
                method: method, path: path.split(separator: "/").map(String.init), headers: headers,
                body: ClientBody(Array(body.utf8))), on: Self.platform, at: "shop")
    }

    /// A new visitor's ticket.
    func visit() async throws -> String {
        let reply = try await call("session", #"{"site": "\#(Self.site)"}"#)
        return try #require(reply.json?["ticket"]?.text)
    }

    func say(_ text: String, id: String, by ticket: String) async throws {
        _ = try await call("messages", #"{"id": "\#(id)", "text": "\#(text)"}"#, ticket: ticket)
    }

    func conversation() async throws -> Conversation {
        try #require(try await gateway.conversations().first { $0.platform == Self.platform })
    }

    func messages() async throws -> [Message] {
        let id = try await conversation().id
        return try await gateway.store.read { try $0.messages(of: id, Page(after: nil, limit: 100)) }
    }

    /// An agent answers, and it leaves.
    func answer(_ text: String) async throws {
        try await gateway.reply(to: try await conversation().id, text)
        try await gateway.drain()
    }
}

extension ClientReply {
    var json: JSONTree? {
        guard case .bytes(let bytes) = body else { return nil }
        return JSONTree(reading: bytes)
    }
}

/// What a page hears, event by event.
struct Listener {
    private var events: AsyncStream<(name: String, data: JSONTree)>.Iterator
    private let reading: Task<Void, Never>

    init(_ reply: ClientReply) throws {
        guard case .stream(let stream) = reply.body else { throw StoreFailure("It is no stream.") }
        let (events, continuation) = AsyncStream.makeStream(of: (name: String, data: JSONTree).self)
        self.events = events.makeAsyncIterator()
        reading = Task {
            try? await stream { bytes in
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                guard let name = lines.first(where: { $0.hasPrefix("event: ") }),
                    let data = lines.first(where: { $0.hasPrefix("data: ") }),
                    let tree = JSONTree(reading: Array(data.dropFirst(6).utf8))
                else { return }
                continuation.yield((String(name.dropFirst(7)), tree))
            }
            continuation.finish()
        }
    }

    /// The next of that name, whatever comes before it; `nil` where the stream ends first.
    mutating func next(_ name: String) async -> JSONTree? {
        while let event = await events.next() {
            if event.name == name { return event.data }
        }
        return nil
    }

    func leave() { reading.cancel() }
}
