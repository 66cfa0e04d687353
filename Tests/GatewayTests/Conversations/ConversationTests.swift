import GatewayModel
import Testing

@testable import Gateway

@Suite("Conversations")
struct ConversationTests {
    /// What happens, one after the other, and the states of all conversations of the customer then.
    @Test(
        "The state table, through the flows",
        arguments: [
            ("in", "new"), ("in in", "new"), ("in reply", "active"), ("in reply in", "active"),
            ("in inactive", "inactive"), ("in inactive in", "active"), ("in inactive reply", "active"),
            ("in reply inactive closeTimer", "closed"), ("in closeTimer", "new"), ("in reply closeTimer", "active"),
            ("in close", "closed"), ("in reply close", "closed"), ("in inactive close", "closed"),
            ("in close close", "closed"), ("in close in", "closed new"), ("in close start", "closed active"),
            ("start", "active"), ("start in", "active"), ("in start", "active"), ("in inactive start", "active"),
            ("notify", ""), ("notify in", "new"), ("in notify", "new"), ("in close notify", "closed"),
            ("in inactive inactive", "inactive"), ("in inactive inactive closeTimer in", "closed new"),
        ])
    func stateTable(story: String, states: String) async throws {
        let gateway = try await TestGateway.make()
        for step in story.split(separator: " ") {
            let latest = try await gateway.conversations().first
            switch step {
            case "in": try await gateway.customerWrites("Hello")
            case "reply": try await gateway.reply("Hello")
            case "start": try await gateway.start("Hello")
            case "notify": try await gateway.notify("Hello")
            case "close": try await gateway.close(try #require(latest).id)
            default:
                let change: ConversationChange = step == "inactive" ? .inactiveTimer : .closeTimer
                let conversation = try #require(latest)
                _ = try await gateway.store.write { [parts = gateway.parts] in
                    try parts.conversations.advance(conversation, change, in: $0)
                }
            }
            try await gateway.drain()
        }
        let found = try await gateway.conversations().reversed().map(\.state.rawValue)
        #expect(found.joined(separator: " ") == states)
        #expect(try await gateway.conversations().count { $0.state.isOpen } <= 1)
    }

    @Test("Fifty messages at once open one conversation")
    func atMostOneOpen() async throws {
        let gateway = try await TestGateway.make()
        try await withThrowingDiscardingTaskGroup { group in
            for number in 0..<50 { group.addTask { try await gateway.customerWrites("\(number)") } }
        }
        #expect(try await gateway.conversations().count == 1)
        #expect(try await gateway.transcript().count == 50)
        #expect(try await gateway.events(.conversationCreated).count == 1)
    }

    @Test("Messages stand in the order in which they came and went")
    func order() async throws {
        let gateway = try await TestGateway.make()
        for number in 0..<20 {
            if number.isMultiple(of: 3) {
                try await gateway.customerWrites("\(number)")
            } else {
                try await gateway.reply("\(number)")
            }
        }
        #expect(try await gateway.transcript().map(\.text) == (0..<20).map { "\($0)" })
    }

    @Test("One customer has a conversation with each contact point")
    func perContactPoint() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello", to: TestGateway.salesNumber)
        try await gateway.customerWrites("Hello", to: TestGateway.serviceNumber)
        #expect(try await gateway.conversations().count == 1)
        #expect(try await gateway.conversations(at: TestGateway.service).count == 1)
    }

    @Test("A reply to a closed conversation is refused, and nothing of it stays")
    func replyToClosed() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let id = try #require(try await gateway.openConversation()).id
        try await gateway.close(id)
        let refusal = await #expect(throws: Refusal.self) { try await gateway.reply(to: id, "Too late") }
        #expect(refusal?.kind == .conflict)
        #expect(refusal?.code == "conversation-closed")
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.transcript().count == 1)
    }

    @Test("A start in an open conversation keeps its owner and says that it is not new")
    func startInOpen() async throws {
        let gateway = try await TestGateway.make()
        let first = try await gateway.start("One")
        #expect(first.isNew)
        #expect(first.conversation.owner == gateway.setup.agent.name)
        try await gateway.customerWrites("Hello", from: "+4999")
        let theirs = Address(kind: .phone, value: "+4999")
        let second = try await gateway.start("Two", to: "+4999")
        #expect(!second.isNew)
        #expect(second.conversation.id == (try await gateway.openConversation(of: theirs))?.id)
        #expect(second.conversation.owner == nil)
        #expect(second.conversation.state == .active)
    }

    @Test("We answer from where the customer last wrote to")
    func answersFromLatest() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.connections.create(
                at: TestGateway.sales, app: setup.app.id, address: "+15550009", Connections.Choices(), by: "test",
                in: $0)
        }
        try await gateway.customerWrites("One", to: TestGateway.salesNumber)
        try await gateway.reply("From the first")
        try await gateway.customerWrites("Two", to: "+15550009")
        try await gateway.reply("From the second")
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber, "+15550009"])
        #expect(try await gateway.conversations().count == 1)
    }
}
