import HTTPTypes
import MockPlatform
import MockTwitter
import Synchronization

/// Hears X's webhooks: answers challenges by the app's secret, and events as it is told to.
final class XGateway: Sendable {
    let events = Journal<MockRequest>()
    let challenges = Journal<MockRequest>()
    private let answers = Mutex<[MockReply]>([])
    private let challengeAnswers = Mutex<[MockReply]>([])
    private let secret = Mutex(MockXApp().consumerSecret)
    private let running = Mutex<(server: LoopbackServer?, port: Int)>((nil, 0))

    var baseURL: String { "http://127.0.0.1:\(running.withLock { $0.port })" }
    var webhook: String { baseURL + "/hook?tenant=1" }

    /// The next answers to events, in order; after them 200.
    func answer(_ replies: MockReply...) {
        answers.withLock { $0 += replies }
    }

    /// The next answers to challenges, in order; after them the right ones.
    func answerChallenges(_ replies: MockReply...) {
        challengeAnswers.withLock { $0 += replies }
    }

    func know(_ secret: String) {
        self.secret.withLock { $0 = secret }
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
        guard request.method == .get else {
            // Taken before the request is shown, so that a test which saw it plans for the next one.
            let planned = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            events.append(request)
            return planned ?? .text("", type: "text/plain")
        }
        let planned = challengeAnswers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        challenges.append(request)
        let token = Array((request.query["crc_token"] ?? "").utf8)
        return planned
            ?? .json([
                "response_token": .string(
                    WebhookSignature.make(token, consumerSecret: secret.withLock { $0 }))
            ])
    }
}

extension MockReply {
    static func status(_ code: Int) -> MockReply {
        .response(MockResponse(status: .init(code: code)))
    }
}

extension MockRequest {
    var json: JSON { JSON(parsing: body) ?? .null }

    func header(_ name: String) -> String? {
        headers.first { $0.name.canonicalName == name.lowercased() }?.value
    }

    /// The kind of its events: the member that is none of the envelope's own.
    var kind: String {
        let names = (json.members ?? []).map(\.name).filter { !["for_user_id", "apps", "users"].contains($0) }
        return names.joined(separator: ",")
    }

    /// Its only event.
    var event: JSON { json[kind]?.elements?.first ?? .null }

    /// `message_data` of its only message.
    var message: JSON { event["message_create"]?["message_data"] ?? .null }
}
