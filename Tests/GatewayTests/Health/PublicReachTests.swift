import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes
import Signing
import Testing

@Suite("Whether the public URL leads here")
struct PublicReachTests {
    /// What stands at the public URL.
    private struct Place: HTTPTransport {
        let answer: @Sendable (String) async throws(TransportFailure) -> HTTPReply

        func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
            #expect(call.method == .get && call.url.hasPrefix("https://gateway.test/hooks/reachability/"))
            return try await answer(String(call.url.split(separator: "/").last ?? ""))
        }
    }

    private static func reach(
        of gateway: TestGateway, _ answer: @escaping @Sendable (String) async throws(TransportFailure) -> HTTPReply
    ) -> PublicReach {
        PublicReach(
            gateway.parts.surroundings, store: gateway.store, transport: Place(answer: answer),
            sealingKey: KeyRing([TestGateway.sealingKey]))
    }

    private static func reply(_ status: Int, _ body: String) -> HTTPReply {
        HTTPReply(status: status, body: Array(body.utf8))
    }

    @Test("What another process of the same installation answers proves it")
    func arrives() async throws {
        let gateway = try await TestGateway.make()
        let other = Self.reach(of: gateway) { _ in Self.reply(500, "") }
        let reach = Self.reach(of: gateway) { word in Self.reply(200, (try? await other.answer(to: word)) ?? "") }
        #expect(await reach.call() == .arrives)
    }

    @Test("Another installation proves nothing")
    func elsewhere() async throws {
        let (gateway, other) = (try await TestGateway.make(), try await TestGateway.make())
        let stranger = Self.reach(of: other) { _ in Self.reply(500, "") }
        let reach = Self.reach(of: gateway) { word in Self.reply(200, (try? await stranger.answer(to: word)) ?? "") }
        #expect(await reach.call() == .elsewhere("Somebody else answers there."))
    }

    @Test("An answer of before proves nothing: each word is new")
    func replayed() async throws {
        let gateway = try await TestGateway.make()
        let old = try await gateway.parts.publicReach.answer(to: "word-of-yesterday-1234")
        let reach = Self.reach(of: gateway) { _ in Self.reply(200, old ?? "") }
        #expect(await reach.call() == .elsewhere("Somebody else answers there."))
    }

    @Test(
        "Nor does any other answer", arguments: [(200, "ok"), (200, ""), (301, ""), (403, "no"), (404, ""), (502, "")])
    func otherAnswers(status: Int, body: String) async throws {
        let gateway = try await TestGateway.make()
        guard case .elsewhere = await Self.reach(of: gateway, { _ in Self.reply(status, body) }).call() else {
            Issue.record("\(status) \(body) passed")
            return
        }
    }

    @Test(
        "Of what goes wrong on the way, some may lie with our own network",
        arguments: [
            (TransportFailure.Kind.nameNotFound, false), (.tls, false), (.addressRefused, false), (.tooLarge, false),
            (.notConnected, true), (.timedOut, true), (.cutOff, true),
        ])
    func onTheWay(kind: TransportFailure.Kind, mayBeOurs: Bool) async throws {
        let gateway = try await TestGateway.make()
        let reach = Self.reach(of: gateway) { _ throws(TransportFailure) in
            throw TransportFailure(kind: kind, certainty: .notSent, explanation: "Why.")
        }
        #expect(await reach.call() == (mayBeOurs ? .noAnswer("Why.") : .elsewhere("Why.")))
    }

    @Test(
        "Only a word that can be ours is answered",
        arguments: [
            "", "short", String(repeating: "a", count: 65), "../../../etc/passwd-1", "ünïcödé-ünïcödé",
            "a b c d e f g h i j",
        ])
    func words(word: String) async throws {
        let gateway = try await TestGateway.make()
        #expect(try await gateway.parts.publicReach.answer(to: word) == nil)
    }
}
