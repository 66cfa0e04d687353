import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Connections that only receive: where answers leave from")
struct DiversionTests {
    private static let sales = TestGateway.salesNumber

    /// From which number each message left, and to which it came.
    private func numbers(of messages: [Message], in gateway: TestGateway) async throws -> [String] {
        try await gateway.store.read { transaction in
            try messages.map { try transaction.connection($0.connection)?.address.value ?? "gone" }
        }
    }

    @Test("A reply leaves from the standard number; each message and the conversation say what is true")
    func reply() async throws {
        let gateway = try await TestGateway.make()
        let tollFree = try await gateway.connectTollFree()
        try await gateway.customerWrites("Hello", to: TestGateway.tollFree)
        try await gateway.reply("Hi")
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [Self.sales])
        #expect(try await numbers(of: gateway.transcript(), in: gateway) == [TestGateway.tollFree, Self.sales])
        #expect(try await gateway.openConversation()?.connection == tollFree.id)
        #expect(try await gateway.openConversation()?.state == .active)

        // Who answers the standard number is answered from there; who goes back to the other is answered as before.
        try await gateway.customerWrites("Thanks", to: Self.sales)
        #expect(try await gateway.openConversation()?.connection == gateway.setup.salesConnection)
        let second = try await gateway.connect("+15550005")
        try await gateway.set(.incomingOnly(divertsTo: second.id), of: tollFree.id)
        try await gateway.customerWrites("One more", to: TestGateway.tollFree)
        try await gateway.reply("Yes?")
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [Self.sales, "+15550005"])
        #expect(try await gateway.conversations().count == 1)
    }

    @Test("Start and notification leave from where the customer last wrote to, or its diversion of that moment")
    func remembered() async throws {
        let gateway = try await TestGateway.make()
        let second = try await gateway.connect("+15550005")
        let tollFree = try await gateway.connect(
            TestGateway.tollFree, sending: .blockedOutbound(divertsTo: second.id))
        try await gateway.customerWrites("Hello", to: TestGateway.tollFree)
        let conversation = try #require(try await gateway.openConversation())
        #expect(try await gateway.notify("n1").connection == second.id)
        try await gateway.close(conversation.id)
        #expect(try await gateway.notify("n2").connection == second.id)
        let started = try await gateway.start("s1")
        #expect(started.message.connection == second.id)
        #expect(started.conversation.connection == tollFree.id)
        // The diversion changes, and so do answers: what counts is where the customer last wrote to.
        try await gateway.set(.incomingOnly(divertsTo: gateway.setup.salesConnection), of: tollFree.id)
        #expect(try await gateway.reply("r1").connection == gateway.setup.salesConnection)
        try await gateway.close(started.conversation.id)
        #expect(try await gateway.start("s2").message.connection == gateway.setup.salesConnection)
        try await gateway.set(.standard, of: tollFree.id)
        #expect(try await gateway.reply("r2").connection == tollFree.id)
        // Another customer has no last number: the first that sends.
        #expect(try await gateway.start("s3", to: "+4915550101").message.connection == gateway.setup.salesConnection)
        try await gateway.drain()
        #expect(Set(gateway.platform.texts) == ["n1", "n2", "s1", "s2", "s3", "r1", "r2"])
    }

    @Test("Without a number to write from, the first that sends, whichever was made first")
    func firstThatSends() async throws {
        let gateway = try await TestGateway.make()
        let second = try await gateway.connect("+15550005")
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: gateway.setup.salesConnection)
        #expect(try await gateway.notify("Hello").connection == second.id)
    }

    @Test("An explicit number that only receives is refused, and told what sends in its place")
    func explicit() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.connectTollFree()
        let nameless = try await gateway.connect("+18885550100", sending: .blockedOutbound(divertsTo: nil))
        for from in [TestGateway.tollFree, nameless.address.value] {
            for send in [
                { _ = try await gateway.start("Hello", from: from) },
                { _ = try await gateway.notify("Hello", from: from) },
            ] as [@Sendable () async throws -> Void] {
                let refusal = await #expect(throws: Refusal.self) { try await send() }
                #expect(refusal?.fields.map(\.name) == ["from"])
                #expect(refusal?.explanation.contains(Self.sales) == (from == TestGateway.tollFree))
            }
        }
        #expect(try await gateway.notify("Hello", from: Self.sales).connection == gateway.setup.salesConnection)
        #expect(try await gateway.conversations().isEmpty)
    }

    @Test("Where nothing sends in its place, each way out is refused for that reason, and nothing is stored")
    func nothingSends() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.connect(TestGateway.tollFree, sending: .incomingOnly(divertsTo: nil))
        try await gateway.customerWrites("Hello", to: TestGateway.tollFree)
        for send in [
            { try await gateway.reply("r") }, { try await gateway.start("s").message },
            { try await gateway.notify("n") },
        ] as [@Sendable () async throws -> Message] {
            let refusal = await #expect(throws: Refusal.self) { _ = try await send() }
            #expect(refusal?.code == "no-diversion")
            #expect(refusal?.kind == .conflict)
            #expect(refusal?.explanation.contains(TestGateway.tollFree) == true)
        }
        #expect(try await gateway.transcript().map(\.text) == ["Hello"])
        #expect(try await gateway.openConversation()?.state == .new)
        #expect(try await gateway.messagesOnOutbox() == 0)
    }

    @Test("A contact point of which no number sends refuses everything")
    func noneSends() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.set(.blockedOutbound(divertsTo: nil), of: gateway.setup.salesConnection)
        let refusal = await #expect(throws: Refusal.self) { try await gateway.notify("Hello") }
        #expect(refusal?.code == "no-diversion")
    }

    @Test("The stop list stands before it: who has stopped is refused as such")
    func stopped() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.connectTollFree()
        try await gateway.customerWrites("STOP", to: TestGateway.tollFree)
        let refusal = await #expect(throws: Refusal.self) { try await gateway.reply("Hello?") }
        #expect(refusal?.code == "stop-list")
        // For the contact point, whichever number it came to.
        await #expect(throws: Refusal.self) { try await gateway.notify("News", from: Self.sales) }
        try await gateway.customerWrites("START", to: Self.sales)
        try await gateway.notify("News")
    }

    /// STOP came to a number that only receives; who confirms, and from where.
    @Test(
        "One confirmation, from where it can leave",
        arguments: [
            (OptOutReplies.gateway, true, ["STOP"], 1), (.gateway, true, ["STOP", "stop"], 1),
            (.gateway, true, ["STOP", "START", "HELP"], 3), (.gateway, false, ["STOP", "START", "HELP"], 0),
            (.carrier, true, ["STOP", "START", "HELP"], 0), (.carrier, false, ["STOP"], 0),
        ])
    func confirmation(who: OptOutReplies, diverts: Bool, writes: [String], answers: Int) async throws {
        let gateway = try await TestGateway.make(Connections.Choices(optOutReplies: .gateway))
        try await gateway.connect(
            TestGateway.tollFree,
            sending: .incomingOnly(divertsTo: diverts ? gateway.setup.salesConnection : nil), optOutReplies: who)
        for text in writes { try await gateway.customerWrites(text, to: TestGateway.tollFree) }
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == Array(repeating: Self.sales, count: answers))
        #expect(try await gateway.isStopped() == (writes.contains("START") == false))
        let purposes = try await gateway.transcript().filter { $0.direction == .outbound }.map(\.purpose)
        #expect(purposes.filter { $0 == .stopConfirmation }.count <= 1)
    }

    @Test("A sender with a name is kept as it came and cannot be answered, and hears no such thing as a wrong text")
    func names() async throws {
        let gateway = try await TestGateway.make()
        for sender in ["ACME", "12345", "Ünïcode ☎️", "code@gateway.example"] {
            try await gateway.customerWrites("Your code is 1", from: sender)
            let customer = Address(kind: .phone, value: sender)
            let conversation = try #require(try await gateway.openConversation(of: customer))
            #expect(conversation.customer.value == sender)
            let refusal = await #expect(throws: Refusal.self) { try await gateway.reply(to: conversation.id, "Hi") }
            #expect(refusal?.code == "cannot-be-answered")
            #expect(refusal?.fields.isEmpty == true)
        }
        #expect(try await gateway.messagesOnOutbox() == 0)
    }
}
