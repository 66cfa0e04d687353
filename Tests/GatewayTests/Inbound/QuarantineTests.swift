import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Inbound: quarantine")
struct QuarantineTests {
    private let event = TestWire(
        id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "a very private word")

    @Test("A bad signature is refused, kept sealed, and nothing of it counts")
    func badSignature() async throws {
        let gateway = try await TestGateway.make()
        let reply = try await gateway.deliver([event], secret: "wrong")
        #expect(reply == WebhookReply(status: 403))
        #expect(try await gateway.transcript().isEmpty)

        let kept = try #require(try await gateway.quarantined().first)
        #expect(kept.reason == "the signature is missing or wrong")
        for plain in ["a very private word", "private", TestGateway.customer, "wrong", "X-Signature"] {
            #expect(Data(kept.sealed).range(of: Data(plain.utf8)) == nil)
        }
    }

    @Test("What cannot be read is told so and kept")
    func malformed() async throws {
        let gateway = try await TestGateway.make()
        let reply = try await gateway.call(Array("<xml>".utf8))
        #expect(reply == WebhookReply(status: 400))
        #expect(try await gateway.quarantined().map(\.reason) == ["not the JSON it should be"])
    }

    @Test("An event of an unknown kind is answered 200, and the whole request kept; what came with it counts")
    func unknownKind() async throws {
        let gateway = try await TestGateway.make()
        let unknown = TestWire(id: "2", to: TestGateway.salesNumber, kind: "weather")
        #expect(try await gateway.deliver([event, unknown]).status == 200)
        #expect(try await gateway.transcript().map(\.text) == ["a very private word"])
        let kept = try #require(try await gateway.quarantined().first)
        #expect(kept.reason == "it brought an event of an unknown kind: weather")
        // Nobody knows it yet: a replay changes nothing, and the request stays.
        await #expect(throws: Refusal.self) { try await gateway.parts.inbound.replay(kept.id) }
        #expect(try await gateway.quarantined().count == 1)
    }

    @Test("After the secret is mended a replay stores once and empties the place")
    func replay() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.deliver([event], secret: "the new secret")
        try await gateway.deliver([event], secret: "the new secret")
        let ids = try await gateway.quarantined().map(\.id)
        #expect(ids.count == 2)

        await #expect(throws: Refusal.self) { try await gateway.parts.inbound.replay(ids[0]) }
        #expect(try await gateway.quarantined().count == 2)
        try await gateway.update(secret: "the new secret")
        for id in ids {
            #expect(try await gateway.parts.inbound.replay(id) == 1)
        }
        #expect(try await gateway.quarantined().isEmpty)
        #expect(try await gateway.transcript().map(\.text) == ["a very private word"])
        await #expect(throws: Refusal.notFound("quarantined request")) {
            try await gateway.parts.inbound.replay(ids[0])
        }
    }

    @Test("A replay that cannot be stored keeps the request")
    func failedReplay() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.deliver([event], secret: "new")
        try await gateway.update(secret: "new")
        let id = try #require(try await gateway.quarantined().first?.id)
        gateway.store.breakWrites(1)
        await #expect(throws: StoreFailure.self) { try await gateway.parts.inbound.replay(id) }
        #expect(try await gateway.quarantined().count == 1)
        #expect(try await gateway.transcript().isEmpty)
    }

    @Test("No more than so many requests are kept, and all are refused")
    func limitByCount() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.fillQuarantine(count: Quarantine.mostRequests - 1, bytesEach: 10)
        for _ in 0..<3 {
            #expect(try await gateway.deliver([event], secret: "wrong").status == 403)
        }
        #expect(try await gateway.quarantineSize().count == Quarantine.mostRequests)
    }

    @Test("No more than so many bytes are kept, and a smaller request still fits")
    func limitByBytes() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.fillQuarantine(count: 1, bytesEach: Quarantine.mostBytes - 2000)
        _ = try await gateway.call(Array(repeating: 65, count: 4000), secret: "wrong")
        #expect(try await gateway.quarantineSize().count == 1)
        _ = try await gateway.call([65], secret: "wrong")
        #expect(try await gateway.quarantineSize().count == 2)
    }

    @Test("A week later it is gone")
    func retention() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.deliver([event], secret: "wrong")
        gateway.pass(Quarantine.retention)
        try await gateway.deliver([event], secret: "wrong")
        #expect(try await gateway.quarantined().count == 2)
        gateway.pass(.milliseconds(1))
        try await gateway.deliver([event], secret: "wrong")
        #expect(try await gateway.quarantined().count == 2)
    }
}

extension TestGateway {
    fileprivate func quarantined() async throws -> [QuarantinedRequest] {
        try await store.read { try $0.quarantinedRequests(Page(after: nil, limit: 2000)) }
    }

    fileprivate func quarantineSize() async throws -> (count: Int, bytes: Int) {
        try await store.read { [setup] in try $0.quarantineSize(of: setup.app.id) }
    }

    fileprivate func fillQuarantine(count: Int, bytesEach: Int) async throws {
        try await store.write { [parts, setup, clock] transaction in
            for _ in 0..<count {
                try transaction.insert(
                    QuarantinedRequest(
                        id: parts.surroundings.ids.next(), app: setup.app.id, receivedAt: clock.now, reason: "filler",
                        byteCount: bytesEach, sealed: []))
            }
        }
    }
}
