import ConnectorKit
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("What customers are shown besides messages")
struct IndicatorTests {
    private static func make() async throws -> (TestGateway, ToldScript, ID<Conversation>) {
        let connector = ToldConnector()
        let gateway = try await TestGateway.make(connectors: [connector])
        let hello = PlatformEvent.Content.message(
            InboundMessage(from: TestGateway.customerAddress, text: "Hello", opensReplyWindow: true))
        try await gateway.told(hello, by: connector.script)
        let conversation = try #require(try await gateway.openConversation()).id
        return (gateway, connector.script, conversation)
    }

    @Test("It goes to the customer from the number of the conversation", arguments: Indicator.allCases)
    func shown(indicator: Indicator) async throws {
        let (gateway, script, conversation) = try await Self.make()
        try await gateway.parts.indicators.show(indicator, in: conversation, by: gateway.setup.agent)
        let line = "\(indicator) \(TestGateway.salesNumber) \(TestGateway.customer)"
        #expect(script.shown.withLock { $0 } == [line])
    }

    /// Why nothing may be shown.
    enum Obstacle: String, CaseIterable {
        case stopList, closed, window, noRight, archived

        var code: String {
            switch self {
            case .stopList: "stop-list"
            case .closed: "conversation-closed"
            case .window: "reply-window-closed"
            case .noRight: "conversation-right-missing"
            case .archived: "contact-point-archived"
            }
        }
    }

    @Test("Whom nobody may answer is shown nothing", arguments: Obstacle.allCases)
    func refused(obstacle: Obstacle) async throws {
        let (gateway, script, conversation) = try await Self.make()
        switch obstacle {
        case .stopList: try await gateway.stop()
        case .closed: try await gateway.close(conversation)
        case .window: gateway.pass(.seconds(24 * 3600))
        case .noRight:
            _ = try await gateway.store.write { [parts = gateway.parts] in
                try parts.contactPoints.setRoles([], .answer, of: TestGateway.sales, by: "test", in: $0)
            }
        case .archived:
            try await gateway.store.write { transaction in
                var contactPoint = try #require(try transaction.contactPoint(TestGateway.sales))
                contactPoint.archivedAt = Timestamp(milliseconds: 1)
                try transaction.update(contactPoint)
            }
        }
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.parts.indicators.show(.typing, in: conversation, by: gateway.setup.agent)
        }
        #expect(refusal?.code == obstacle.code)
        #expect(script.shown.withLock { $0.isEmpty })
    }

    @Test("The platform's refusal is passed on in its words")
    func platformRefuses() async throws {
        let (gateway, script, conversation) = try await Self.make()
        script.refusal.withLock { $0 = PlatformRefusal("Not today.") }
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.parts.indicators.show(.seen, in: conversation, by: gateway.setup.agent)
        }
        #expect(refusal?.code == "not-shown" && refusal?.explanation.contains("Not today.") == true)
    }

    @Test("A platform that has no indicators says so")
    func without() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let conversation = try #require(try await gateway.openConversation()).id
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.parts.indicators.show(.typing, in: conversation, by: gateway.setup.agent)
        }
        #expect(refusal?.code == "not-shown")
        #expect(gateway.platform.sends.isEmpty)
    }
}
