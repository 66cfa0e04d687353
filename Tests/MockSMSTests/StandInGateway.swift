import HTTPTypes
import MockPlatform
import Synchronization

/// Hears webhooks and answers what it is told to.
final class StandInGateway: Sendable {
    let received = Journal<MockRequest>()
    private let answers = Mutex<[MockReply]>([])
    private let server = Mutex<LoopbackServer?>(nil)
    private let port = Mutex(0)

    var baseURL: String { "http://127.0.0.1:\(port.withLock { $0 })" }

    /// The next answers, in order; after them an empty TwiML document.
    func answer(_ replies: MockReply...) {
        answers.withLock { $0 += replies }
    }

    func start() async throws {
        let server = try LoopbackServer { [weak self] request in
            guard let self else { return .cut }
            // Taken before the request is shown, so that a test which saw it plans for the next one.
            let planned = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            received.append(request)
            return planned ?? .twiML("<Response/>")
        }
        let bound = try await server.start()
        self.server.withLock { $0 = server }
        port.withLock { $0 = bound }
    }

    func stop() async {
        await server.withLock { $0 }?.stop()
    }
}

extension MockReply {
    static func twiML(_ document: String) -> MockReply {
        .text(document, type: "text/xml")
    }

    static func status(_ code: Int) -> MockReply {
        .response(MockResponse(status: .init(code: code)))
    }
}

extension MockRequest {
    var signature: String? { header("X-Twilio-Signature") }
    var idempotencyToken: String? { header("I-Twilio-Idempotency-Token") }

    private func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}
