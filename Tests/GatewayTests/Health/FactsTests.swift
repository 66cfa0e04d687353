import ConnectorKit
import ConnectorTestKit
import Gateway
import GatewayModel
import Testing

@Suite("Checklists: the facts of a connection")
struct FactsTests {
    @Test("Silence is a message nobody reported on, not a carrier that says no more than sent")
    func silence() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...4 { try await gateway.start("text \(number)", to: "+4917\(number)") }
        try await gateway.drain()
        #expect(try await facts(gateway).accepted == 0, "too fresh to be missed")
        gateway.pass(.seconds(601))
        #expect(try await facts(gateway).silent == 4)
        let calls = gateway.platform.sends
        try await gateway.report(.sent, on: calls[0], platformID: "P1")
        try await gateway.report(.delivered, on: calls[1], platformID: "P2")
        try await gateway.report(.failed, on: calls[2], platformID: "P3", failure: "gone")
        let facts = try await facts(gateway)
        #expect(facts.accepted == 4)
        #expect(facts.silent == 1)
        gateway.pass(.seconds(24 * 3600))
        #expect(try await self.facts(gateway).accepted == 0, "yesterday's are no matter of today")
    }

    @Test("Signatures that fail are counted until one is genuine")
    func signatures() async throws {
        let gateway = try await TestGateway.make()
        for _ in 0..<3 {
            _ = try? await gateway.deliver([TestWire(id: "x", to: TestGateway.salesNumber)], secret: "wrong")
        }
        #expect(try await facts(gateway).rejectedWebhooks == 3)
        #expect(try await facts(gateway).lastInbound == nil)
        try await gateway.customerWrites("Hello")
        #expect(try await facts(gateway).rejectedWebhooks == 0)
        #expect(try await facts(gateway).lastInbound == gateway.clock.now)
    }

    private func facts(_ gateway: TestGateway) async throws -> ConnectionFacts {
        let connection = try await gateway.connection()
        let now = gateway.clock.now
        return try await gateway.store.read { try $0.facts(of: connection, at: now) }
    }
}
