import HTTPTypes
import MockPlatform
import Synchronization

/// Hears Meta's webhooks: answers the challenge where the token is its own, and events as it is told to.
final class MessengerGateway: Sendable {
    static let verifyToken = "a token to verify"

    let received = Journal<MockRequest>()
    private let answers = Mutex<[MockReply]>([])
    private let files = Mutex<[String: (type: String, bytes: [UInt8])]>([:])
    private let running = Mutex<(server: LoopbackServer?, port: Int)>((nil, 0))

    var baseURL: String { "http://127.0.0.1:\(running.withLock { $0.port })" }
    var webhook: String { baseURL + "/hook" }

    /// The next answers to events, in order; after them 200.
    func answer(_ replies: MockReply...) {
        answers.withLock { $0 += replies }
    }

    /// A file that Meta may fetch.
    func offer(_ bytes: [UInt8], type: String, at path: String) -> String {
        files.withLock { $0[path] = (type, bytes) }
        return baseURL + path
    }

    func start() async throws {
        let server = try LoopbackServer { [weak self] request in self?.reply(to: request) ?? .cut }
        let port = try await server.start()
        running.withLock { $0 = (server, port) }
    }

    func stop() async {
        await running.withLock { $0.server }?.stop()
    }

    private func reply(to request: MockRequest) -> MockReply {
        if let file = files.withLock({ $0[request.path] }) {
            return .response(MockResponse(status: .ok, headers: [.contentType: file.type], body: file.bytes))
        }
        if request.method == .get {
            guard request.query["hub.mode"] == "subscribe", request.query["hub.verify_token"] == Self.verifyToken
            else { return .text("no", type: "text/plain", status: .forbidden) }
            return .text(request.query["hub.challenge"] ?? "", type: "text/plain")
        }
        // Taken before the request is shown, so that a test which saw it plans for the next one.
        let planned = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        received.append(request)
        return planned ?? .text("EVENT_RECEIVED", type: "text/plain")
    }
}

extension MockReply {
    static func status(_ code: Int) -> MockReply {
        .response(MockResponse(status: .init(code: code)))
    }
}

extension MockRequest {
    /// The events of a webhook, each with the array it stood in.
    var events: [(page: String, channel: String, event: JSON)] {
        var events: [(page: String, channel: String, event: JSON)] = []
        for entry in JSON(parsing: body)?["entry"]?.elements ?? [] {
            for channel in ["messaging", "standby", "changes"] {
                for event in entry[channel]?.elements ?? [] {
                    events.append((entry["id"]?.text ?? "", channel, event))
                }
            }
        }
        return events
    }

    var event: JSON { events.first?.event ?? .null }
    var channel: String { events.first?.channel ?? "" }

    /// What tells the kind of the only event.
    var kind: String {
        let names = (event.members ?? []).map(\.name).filter { !["sender", "recipient", "timestamp"].contains($0) }
        return names.joined(separator: ",")
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.canonicalName == name.lowercased() }?.value
    }
}
