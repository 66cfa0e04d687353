import ConnectorKit
import Gateway
import GatewayModel
import Testing

/// How many statements messages take: `docs/scaling.md` reckons with these. Whoever changes one changes it there, too.
@Suite("What messages cost in statements", .enabled(if: TestEngine.current == .sqlite))
struct StatementCostTests {
    @Test("In, out, and reported on")
    func whole() async throws {
        let gateway = try await TestGateway.make()
        var costs: [String] = []
        func cost(_ name: String, _ work: () async throws -> Void) async throws {
            let before = gateway.statements.count
            try await work()
            costs.append("\(name): \(gateway.statements.count - before)")
        }
        // Secrets and settings are at hand.
        try await gateway.customerWrites("Hello", from: "+491")
        try await cost("first text") { try await gateway.customerWrites("Hello") }
        try await cost("further text") { try await gateway.customerWrites("Is anybody there?") }
        try await cost("answer, accepted") { _ = try await gateway.reply("Yes") }
        try await cost("answer, sent") { try await gateway.drain() }
        try await cost("further answer, accepted") { _ = try await gateway.reply("How can we help?") }
        try await cost("further answer, sent") { try await gateway.drain() }
        try await cost("notification, accepted") { _ = try await gateway.notify("News", to: "+492") }
        try await cost("notification, sent") { try await gateway.drain() }
        #expect(
            costs == [
                "first text: 11", "further text: 7", "answer, accepted: 21", "answer, sent: 28",
                "further answer, accepted: 16", "further answer, sent: 26", "notification, accepted: 23",
                "notification, sent: 27",
            ])
    }

    @Test("Where the platform tells names, a conversation that begins takes one more, and nothing else does")
    func names() async throws {
        let gateway = try await TestGateway.make(connectors: [NamingConnector()])
        var costs: [Int] = []
        try await gateway.customerWrites("Hello", from: "+491")
        for text in ["Hello", "Is anybody there?"] {
            let before = gateway.statements.count
            try await gateway.customerWrites(text)
            costs.append(gateway.statements.count - before)
        }
        #expect(costs == [12, 7])
    }
}
