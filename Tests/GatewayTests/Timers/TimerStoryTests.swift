import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Timers, through the flows")
struct TimerStoryTests {
    /// Timers of 10 minutes, 30 minutes and 24 hours. A number lets so many minutes pass.
    @Test(
        "What is said of a conversation",
        arguments: [
            ("in 9", "created", "new"),
            ("in 10", "created responseOverdue", "new"),
            ("in 10 5 5", "created responseOverdue", "new"),
            ("in 30", "created responseOverdue inactive", "inactive"),
            ("in 30 1439", "created responseOverdue inactive", "inactive"),
            ("in 30 1440", "created responseOverdue inactive closed", "closed"),
            ("in reply 29", "created activated", "active"),
            ("in reply 30", "created activated inactive", "inactive"),
            ("in reply 30 1440", "created activated inactive closed", "closed"),
            ("in 5 reply 5 in 9", "created activated", "active"),
            ("in 5 reply 5 in 10", "created activated responseOverdue", "active"),
            ("in 10 reply in 10", "created responseOverdue activated responseOverdue", "active"),
            ("in 5 in 5", "created responseOverdue", "new"),
            // Nobody need answer a STOP, START or HELP, and our confirmation of one answers nothing else.
            ("stop 29", "created", "new"),
            ("help 10", "created", "new"),
            ("begin 10", "created", "new"),
            ("in stop 10", "created responseOverdue", "new"),
            ("in help 10", "created responseOverdue", "new"),
            ("stop in 10", "created responseOverdue", "new"),
            ("in reply 20 stop 29", "created activated", "active"),
            // A person's or a system's message answers, in an open conversation and at the beginning of one.
            ("start 29", "created", "active"),
            ("start 30", "created inactive", "inactive"),
            ("in start 10", "created activated", "active"),
            ("in notify 10", "created responseOverdue", "new"),
            ("in reply 20 notify 29", "created activated", "active"),
            ("in reply 20 notify 30", "created activated inactive", "inactive"),
            // A message makes it active again, and after closing begins another.
            ("in reply 30 in 9", "created activated inactive activated", "active"),
            ("in reply 30 in 10", "created activated inactive activated responseOverdue", "active"),
            ("in reply 30 in 30", "created activated inactive activated responseOverdue inactive", "inactive"),
            ("in reply 30 stop 29", "created activated inactive activated", "active"),
            ("in reply 30 reply 29", "created activated inactive activated", "active"),
            ("in reply 30 notify 1440", "created activated inactive closed", "closed"),
            ("in reply 30 1440 in 9", "created activated inactive closed created", "closed new"),
            ("in close 5000", "created closed", "closed"),
            ("in close in 10", "created closed created responseOverdue", "closed new"),
            ("in 30 close 5000", "created responseOverdue inactive closed", "closed"),
            // Nobody looked for two days: no state is skipped, and nothing is told twice.
            ("in 2880 1", "created responseOverdue inactive", "inactive"),
        ])
    func story(steps: String, events: String, states: String) async throws {
        let gateway = try await TestGateway.make()
        for step in steps.split(separator: " ") {
            switch step {
            case "in": try await gateway.customerWrites("Hello")
            case "stop": try await gateway.customerWrites("STOP")
            case "help": try await gateway.customerWrites("HELP")
            case "begin": try await gateway.customerWrites("START")
            case "reply": try await gateway.reply("Hello")
            case "start": try await gateway.start("Hello")
            case "notify": try await gateway.notify("Hello")
            case "close": try await gateway.close(try #require(try await gateway.openConversation()).id)
            default: try await gateway.tick(.seconds(60 * (Int(step) ?? 0)))
            }
            try await gateway.drain()
        }
        #expect(try await gateway.conversationEvents().joined(separator: " ") == events)
        let found = try await gateway.conversations().reversed().map(\.state.rawValue)
        #expect(found.joined(separator: " ") == states)
    }

    @Test("A conversation is gone from whoever is due once it is closed, and nothing is ever told of it again")
    func closedForGood() async throws {
        let gateway = try await TestGateway.make()
        for number in 0..<5 { try await gateway.customerWrites("Hello", from: "+49\(number)") }
        try await gateway.tick(.seconds(1800))
        try await gateway.tick(.seconds(86400))
        let told = try await gateway.conversationEvents()
        #expect(told.count { $0 == "closed" } == 5)
        #expect(try await gateway.store.read { try $0.nextConversationDue() } == nil)
        for _ in 0..<5 { try await gateway.tick(.seconds(86400)) }
        #expect(try await gateway.conversationEvents() == told)
    }

    @Test("An event has its conversation, its contact point and its time; a closed one says by whom")
    func contents() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let conversation = try #require(try await gateway.openConversation())
        try await gateway.tick(.seconds(601))
        let overdue = try #require(try await gateway.events(.conversationResponseOverdue).first)
        #expect(overdue.conversation == conversation.id && overdue.contactPoint == TestGateway.sales)
        #expect(overdue.at == gateway.now && overdue.value == nil)
        try await gateway.tick(.seconds(1800))
        try await gateway.tick(.seconds(86400))
        try await gateway.customerWrites("Hello")
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        #expect(try await gateway.events(.conversationClosed).map(\.value) == ["timer", gateway.setup.agent.name])
    }

    @Test("Who asks is told when something is due, from the message on that counts")
    func dueTimes() async throws {
        let gateway = try await TestGateway.make()
        let begin = gateway.now
        try await gateway.customerWrites("Hello")
        #expect(try await gateway.due() == DueTimes(response: begin + .seconds(600), inactive: begin + .seconds(1800)))
        gateway.pass(.seconds(60))
        try await gateway.reply("Hi")
        #expect(try await gateway.due() == DueTimes(inactive: begin + .seconds(1860)))
        try await gateway.tick(.seconds(1800))
        #expect(try await gateway.due() == DueTimes(close: gateway.now + .seconds(86400)))
    }

    @Test("A store that fails: nothing half done, and nothing lost")
    func brokenStore() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick()
        gateway.store.breakWrites(1)
        await #expect(throws: StoreFailure.self) { try await gateway.tick(.seconds(600)) }
        #expect(try await gateway.conversationEvents() == ["created"])
        try await gateway.tick()
        #expect(try await gateway.conversationEvents() == ["created", "responseOverdue"])
    }

    @Test("What was due while nobody was there happens once at the next start")
    func restart() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        gateway.pass(.seconds(700))
        let next = try gateway.restarted()
        try await next.tick()
        #expect(try await next.conversationEvents() == ["created", "responseOverdue"])
        let last = try next.restarted()
        try await last.tick()
        #expect(try await last.conversationEvents() == ["created", "responseOverdue"])
    }

    @Test("Many that are due at once: a few in each transaction, the longest due first")
    func batches() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.tick()
        let keeper = Timekeeper(
            gateway.parts.surroundings, store: gateway.store, meters: Meters(), batch: 4, logger: .quiet)
        for number in 0..<10 {
            try await gateway.customerWrites("Hello", from: "+49\(number)")
            gateway.pass(.seconds(1))
        }
        gateway.pass(.seconds(600))
        for (round, count) in [4, 8, 10, 10].enumerated() {
            try await keeper.step()
            let told = try await gateway.events(.conversationResponseOverdue)
            #expect(told.count == count, "round \(round)")
            #expect(told.compactMap(\.conversation?.rawValue) == told.compactMap(\.conversation?.rawValue).sorted())
        }
    }
}
