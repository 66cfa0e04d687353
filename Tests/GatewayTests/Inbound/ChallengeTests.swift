import ConnectorKit
import ConnectorTestKit
import Gateway
import GatewayModel
import HTTPTypes
import Testing

@Suite("Challenges: whether we hold the secret")
struct ChallengeTests {
    /// The platform `test`, which asks by GET.
    private struct ChallengedConnector: TestVariant, AnswersChallenges {
        let base = TestConnector()

        var webhooks: [WebhookRoute] {
            base.webhooks + [WebhookRoute(method: .get, path: "events", purpose: .challenges)]
        }

        func answer(_ challenge: WebhookRequest, of app: AppAccess) throws(WebhookRejection) -> WebhookReply {
            guard challenge.query.hasPrefix("token=") else { throw .malformed(reason: "there is no token") }
            return WebhookReply(status: 200, body: "\(challenge.query.dropFirst(6))-\(app.secrets.keys.count)")
        }
    }

    private static func ask(_ gateway: TestGateway, _ query: String, from client: String? = nil) async throws
        -> WebhookReply
    {
        let app = gateway.setup.app
        return try await gateway.parts.inbound.receive(
            InboundFlow.Call(
                platform: app.platform, endpoint: app.endpoint, route: "events", method: .get,
                target: "/hooks/\(app.platform)/\(app.endpoint)/events?\(query)", headers: [:], body: [],
                client: client))
    }

    private static func facts(_ gateway: TestGateway) async throws -> ConnectionFacts {
        let connection = try await gateway.connection()
        let now = gateway.clock.now
        return try await gateway.store.read { try $0.facts(of: connection, at: now) }
    }

    @Test("It is answered with the app's secrets, and that it was asked is noted")
    func answered() async throws {
        let gateway = try await TestGateway.make(connectors: [ChallengedConnector()])
        #expect(try await Self.facts(gateway).lastChallenge == nil)
        #expect(try await Self.ask(gateway, "token=abc") == WebhookReply(status: 200, body: "abc-1"))
        let asked = gateway.clock.now
        // Noted after the answer, which waits for nothing.
        while try await Self.facts(gateway).lastChallenge == nil { await Task.yield() }
        #expect(try await Self.facts(gateway).lastChallenge == asked)
    }

    @Test("What is no challenge is refused, noted nowhere and kept nowhere")
    func refused() async throws {
        let gateway = try await TestGateway.make(connectors: [ChallengedConnector()])
        for query in ["", "x=1", "tok"] { #expect(try await Self.ask(gateway, query).status == 400) }
        #expect(try await Self.facts(gateway).lastChallenge == nil)
        #expect(try await Self.facts(gateway).rejectedWebhooks == 0)
        let kept = try await gateway.store.read { try $0.quarantinedRequests(Page(after: nil, limit: 10)) }
        #expect(kept.isEmpty)
    }

    @Test("Who asks and asks is told to wait, and nobody else is")
    func limited() async throws {
        let gateway = try await TestGateway.make(connectors: [ChallengedConnector()])
        for _ in 0..<InboundFlow.mostChallenges {
            #expect(try await Self.ask(gateway, "token=abc", from: "198.51.100.7").status == 200)
        }
        let refusal = await #expect(throws: Refusal.self) {
            try await Self.ask(gateway, "token=abc", from: "198.51.100.7")
        }
        if case .tooMany = refusal?.kind {} else { #expect(Bool(false), "\(String(describing: refusal))") }
        #expect(try await Self.ask(gateway, "token=abc", from: "203.0.113.9").status == 200)
        gateway.pass(.seconds(61))
        #expect(try await Self.ask(gateway, "token=abc", from: "198.51.100.7").status == 200)
    }

    @Test("Events of the same address are still signed, or refused")
    func events() async throws {
        let gateway = try await TestGateway.make(connectors: [ChallengedConnector()])
        try await gateway.customerWrites("Hello")
        #expect(
            try await gateway.deliver([TestWire(id: "x", to: TestGateway.salesNumber)], secret: "wrong").status == 403)
    }
}
