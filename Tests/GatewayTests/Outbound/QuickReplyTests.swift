import ConnectorKit
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Quick replies: what may be offered, and that it is what leaves")
struct QuickReplyTests {
    /// The platform `test`, where three answers can be offered, and which notes what leaves.
    private struct OfferingConnector: TestVariant {
        let base = TestConnector()
        let sent: Log
        var limit: QuickReplyLimit? = QuickReplyLimit(most: 3, label: 5, description: 6, value: 7)

        final class Log: Sendable {
            let parts = Mutex<[[QuickReply]]>([])
        }

        var capabilities: Capabilities {
            var capabilities = base.capabilities
            capabilities.quickReplies = limit
            return capabilities
        }

        func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
            let parts = try base.plan(message)
            return parts.enumerated().map { index, part in
                Part(
                    text: part.text, media: part.media, units: part.units,
                    quickReplies: index == parts.count - 1 ? message.quickReplies : [])
            }
        }

        func send(
            _ dispatch: Dispatch, over transport: any HTTPTransport
        ) async throws(SendFailure) -> SendReceipt {
            sent.parts.withLock { $0.append(dispatch.part.quickReplies) }
            return try await base.send(dispatch, over: transport)
        }
    }

    private static func reply(
        _ gateway: TestGateway, _ text: String?, _ replies: [QuickReply]
    ) async throws -> Message {
        try await gateway.customerWrites("Hello")
        let id = try #require(try await gateway.openConversation()).id
        return try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.outbound.reply(to: id, text: text, quickReplies: replies, by: setup.agent, in: $0)
        }
    }

    @Test("They are stored with their part, leave with it once, and are told in the transcript")
    func offered() async throws {
        let connector = OfferingConnector(sent: .init())
        let gateway = try await TestGateway.make(connectors: [connector])
        let replies = [
            QuickReply(label: "Yes", description: "gladly", value: "y"),
            QuickReply(label: "No", description: "never", value: nil),
        ]
        let message = try await Self.reply(gateway, "One|Two", replies)
        #expect(message.details == ["quickReplies": "Yes | No"])
        let stored = try await gateway.store.read { try $0.parts(of: message.id) }
        #expect(stored.map(\.part.quickReplies) == [[], replies])
        try await gateway.drain()
        #expect(connector.sent.parts.withLock { $0 } == [[], replies])
        #expect(try await gateway.message(message.id).details == ["quickReplies": "Yes | No"])
    }

    @Test(
        "What cannot be offered is refused with the field, and nothing is stored",
        arguments: [
            ([QuickReply(label: "")], "Hi", "quickReplies[0].label"),
            ([QuickReply(label: "  ")], "Hi", "quickReplies[0].label"),
            ([QuickReply(label: "sixsix")], "Hi", "quickReplies[0].label"),
            ([QuickReply(label: "A"), QuickReply(label: "\0")], "Hi", "quickReplies[1].label"),
            ([QuickReply(label: "A", description: "seven77")], "Hi", "quickReplies[0].description"),
            ([QuickReply(label: "A", value: "")], "Hi", "quickReplies[0].value"),
            ([QuickReply(label: "A", value: "eight888")], "Hi", "quickReplies[0].value"),
            ([QuickReply(label: "A", description: "a"), QuickReply(label: "B")], "Hi", "quickReplies"),
            ([QuickReply(label: "A"), QuickReply(label: "A")], "Hi", "quickReplies"),
            (["A", "B", "C", "D"].map { QuickReply(label: $0) }, "Hi", "quickReplies"),
            ([QuickReply(label: "A")], nil, "quickReplies"),
        ] as [([QuickReply], String?, String)])
    func refused(replies: [QuickReply], text: String?, field: String) async throws {
        let gateway = try await TestGateway.make(connectors: [OfferingConnector(sent: .init())])
        let refusal = await #expect(throws: Refusal.self) { try await Self.reply(gateway, text, replies) }
        #expect(refusal?.fields.map(\.name) == [field])
        #expect(try await gateway.transcript().map(\.direction) == [.inbound])
    }

    @Test("Where a platform shows no descriptions, or no quick replies, that is said")
    func without() async throws {
        let plain = OfferingConnector(sent: .init(), limit: QuickReplyLimit(most: 3, label: 5, value: 7))
        let described = [QuickReply(label: "A", description: "a")]
        let first = await #expect(throws: Refusal.self) {
            try await Self.reply(try await TestGateway.make(connectors: [plain]), "Hi", described)
        }
        #expect(first?.fields.map(\.name) == ["quickReplies[0].description"])
        let second = await #expect(throws: Refusal.self) {
            try await Self.reply(
                try await TestGateway.make(connectors: [OfferingConnector(sent: .init(), limit: nil)]), "Hi",
                [QuickReply(label: "A")])
        }
        #expect(second?.fields.map(\.name) == ["quickReplies"])
    }
}
