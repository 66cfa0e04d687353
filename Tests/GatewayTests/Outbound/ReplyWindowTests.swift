import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Synchronization
import Testing

@testable import Gateway

@Suite("Outbox: windows after a customer's last word")
struct ReplyWindowTests {
    private static let customer = TestGateway.customerAddress
    private static let hour = Duration.seconds(3600)

    private static func make(
        _ settings: [String: String] = [:], rule: RetryRule = RetryRule()
    ) async throws -> (TestGateway, ToldScript) {
        let connector = ToldConnector()
        let gateway = try await TestGateway.make(
            Connections.Choices(settings: settings), connectors: [connector], rule: rule)
        return (gateway, connector.script)
    }

    private static func wrote(_ text: String = "Hello", opens: Bool = true, sentAt: Timestamp? = nil)
        -> PlatformEvent.Content
    {
        .message(InboundMessage(from: customer, text: text, sentAt: sentAt, opensReplyWindow: opens))
    }

    @Test("Within the window a reply leaves, and the connector knows by what; behind it, it is refused before anything")
    func window() async throws {
        let (gateway, script) = try await Self.make()
        try await gateway.told(Self.wrote(), by: script)
        gateway.pass(Self.hour * 24 - .seconds(1))
        try await gateway.reply("In time")
        try await gateway.drain()
        #expect(script.windows.withLock { $0 } == ["day"])
        gateway.pass(.seconds(1))
        let refusal = await #expect(throws: Refusal.self) { try await gateway.reply("Too late") }
        #expect(refusal?.code == "reply-window-closed")
        // What we said opens nothing; what the customer says does.
        try await gateway.told(Self.wrote("Again"), id: "second", by: script)
        try await gateway.reply("Answer")
        try await gateway.drain()
        #expect(gateway.platform.texts == ["In time", "Answer"])
    }

    @Test("The outlook tells when each window ends, also once it is over; nothing for a closed conversation")
    func outlook() async throws {
        for (settings, expected) in [([:], ["day"]), (["slow": "on"], ["day", "week"])]
            as [([String: String], [String])]
        {
            let (gateway, script) = try await Self.make(settings)
            let outlook = ConversationOutlook(gateway.parts.surroundings.connectors)
            func windows() async throws -> [ConversationOutlook.Window]? {
                try await gateway.store.read { transaction in
                    let all = try transaction.conversations(ConversationFilter(), Page(after: nil, limit: 1))
                    return try outlook.replyWindows(of: try #require(all.first), in: transaction)
                }
            }
            let said = gateway.clock.now
            try await gateway.told(Self.wrote(), by: script)
            #expect(try await windows()?.map(\.name) == expected)
            #expect(try await windows()?.first?.endsAt == said + Self.hour * 24)
            #expect(try await windows()?.last?.isForPersons == (expected.count > 1))
            gateway.pass(Self.hour * 25)
            #expect(try await windows()?.first?.endsAt == said + Self.hour * 24, "it is over")
            try await gateway.close(try #require(try await gateway.openConversation()).id)
            #expect(try await windows() == nil)
        }
    }

    @Test("Nobody is written to who has not written, and somebody who has lately is, also with no conversation open")
    func begin() async throws {
        let (gateway, script) = try await Self.make()
        let refusal = await #expect(throws: Refusal.self) { try await gateway.start("Hi") }
        #expect(refusal?.code == "reply-window-closed")
        try await gateway.told(Self.wrote(), by: script)
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        try await gateway.start("Hi")
    }

    @Test("What is told late opens the window from when it was said, and only what counts opens it")
    func lastWord() async throws {
        let (gateway, script) = try await Self.make()
        let now = gateway.clock.now
        try await gateway.told(Self.wrote(sentAt: now - Self.hour * 23), by: script)
        try await gateway.told(Self.wrote(sentAt: now - Self.hour * 30), id: "older", by: script)
        try await gateway.told(Self.wrote(opens: false), id: "no word", by: script)
        gateway.pass(.seconds(3599))
        try await gateway.reply("In time")
        gateway.pass(.seconds(1))
        await #expect(throws: Refusal.self) { try await gateway.reply("Too late") }
        // A clock that runs ahead of ours opens no longer window.
        try await gateway.told(Self.wrote(sentAt: gateway.clock.now + Self.hour), id: "ahead", by: script)
        gateway.pass(Self.hour * 24)
        await #expect(throws: Refusal.self) { try await gateway.reply("Too late") }
        let reaction = MessageChange(
            by: Self.customer, to: "x", under: "mid", .reaction("!"), at: gateway.clock.now, opensReplyWindow: true)
        try await gateway.told(.change(reaction), id: "reaction", by: script)
        try await gateway.reply("After the reaction")
    }

    @Test(
        "A window for persons is for persons, where the connection has it",
        arguments: [
            ("usr", "on", "week"), ("usr", "off", nil), ("key", "on", nil), ("gateway", "on", nil),
        ])
    func persons(author: String, setting: String, expected: String?) async throws {
        let (gateway, script) = try await Self.make(["slow": setting])
        try await gateway.told(Self.wrote(), by: script)
        gateway.pass(Self.hour * 25)
        let name =
            switch author {
            case "usr": ID<User>(rawValue: 77).description
            case "key": ID<APIKey>(rawValue: 77).description
            default: author
            }
        let connection = try await gateway.connection()
        let answer = try await gateway.store.read { [surroundings = gateway.parts.surroundings] in
            try ReplyWindows(surroundings).answer(to: Self.customer, from: connection, by: name, in: $0)
        }
        #expect(answer.window?.name == expected)
        gateway.pass(Self.hour * 24 * 6)
        let later = try await gateway.store.read { [surroundings = gateway.parts.surroundings] in
            try ReplyWindows(surroundings).answer(to: Self.customer, from: connection, by: name, in: $0)
        }
        #expect(later.window == nil)
    }

    @Test(
        "What waits expires with its window, whether the connection works or not, and says why",
        arguments: [true, false])
    func expires(isConnected: Bool) async throws {
        let (gateway, script) = try await Self.make(rule: RetryRule(longestLife: .seconds(48 * 3600)))
        try await gateway.told(Self.wrote(), by: script)
        if isConnected {
            gateway.platform.answer(.status(429, retryAfter: 25 * 3600))
        } else {
            gateway.platform.answer(.status(401))
        }
        let message = try await gateway.reply("Held up")
        try await gateway.drain()
        try await gateway.wait(Self.hour * 23)
        #expect(try await gateway.status(message) == (isConnected ? .queued : .held))
        try await gateway.wait(Self.hour * 3)
        let ended = try await gateway.message(message.id)
        #expect(ended.status == .expired)
        #expect(ended.statusReason?.code == "replyWindowClosed")
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.outboxEntry(message) == nil)
    }

    @Test("Where the platform asks for a pause with its answer, the connection makes one")
    func pause() async throws {
        let (gateway, script) = try await Self.make()
        try await gateway.told(Self.wrote(), by: script)
        script.pause.withLock { $0 = .seconds(60) }
        try await gateway.reply("1")
        try await gateway.reply("2")
        try await gateway.drain()
        #expect(gateway.platform.texts == ["1"])
        try await gateway.wait(.seconds(59))
        #expect(gateway.platform.texts == ["1"])
        try await gateway.wait(.seconds(1))
        #expect(gateway.platform.texts == ["1", "2"])
    }
}
