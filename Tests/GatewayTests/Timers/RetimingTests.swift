import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Timers that are changed while conversations are open")
struct RetimingTests {
    /// So many customers have written at the same moment, one platform on one contact point.
    private func make(_ customers: Int = 10) async throws -> TestGateway {
        let gateway = try await TestGateway.make()
        for number in 0..<customers { try await gateway.customerWrites("Hello", from: "+49\(100 + number)") }
        // The first look of all is done.
        try await gateway.tick()
        return gateway
    }

    private func keeper(_ gateway: TestGateway) -> Timekeeper {
        Timekeeper(gateway.parts.surroundings, store: gateway.store, meters: Meters(), batch: 4, logger: .quiet)
    }

    private func overdue(_ gateway: TestGateway) async throws -> Int {
        try await gateway.events(.conversationResponseOverdue).count
    }

    /// By when the conversations are looked at, in seconds from the message on.
    private func due(_ gateway: TestGateway, since begin: Timestamp) async throws -> [Int64] {
        try await gateway.conversations().reversed().map { conversation in
            ((conversation.clocks.dueAt ?? begin) - begin).milliseconds / 1000
        }
    }

    @Test("A shorter timer: a few conversations in each transaction, until all are done")
    func shorter() async throws {
        let gateway = try await make()
        let begin = gateway.now
        try await gateway.setTimers("1m - -", in: .contactPoint(TestGateway.sales))
        for expected in [4, 8, 10] {
            #expect(try await gateway.isRetiming())
            try await keeper(gateway).step()
            #expect(try await due(gateway, since: begin).count { $0 == 60 } == expected)
        }
        #expect(try await !gateway.isRetiming())
        try await gateway.tick(.seconds(59))
        #expect(try await overdue(gateway) == 0)
        try await gateway.tick(.seconds(1))
        #expect(try await overdue(gateway) == 10)
    }

    @Test("A timer so short that it is due already expires in the same small steps, once")
    func alreadyDue() async throws {
        let gateway = try await make()
        try await gateway.tick(.seconds(300))
        try await gateway.setTimers("1m - -", in: TestGateway.salesPlatform)
        for expected in [4, 8, 10, 10] {
            try await keeper(gateway).step()
            #expect(try await overdue(gateway) == expected)
        }
    }

    @Test("A longer timer writes to no conversation; nothing expires by the old one")
    func longer() async throws {
        let gateway = try await make()
        let begin = gateway.now
        for scope in [TimerScope.tenant, .contactPoint(TestGateway.sales), TestGateway.salesPlatform] {
            try await gateway.setTimers("20m - -", in: scope)
            #expect(try await !gateway.isRetiming())
        }
        #expect(try await due(gateway, since: begin).allSatisfy { $0 == 600 })
        #expect(try await gateway.due(Address(kind: .phone, value: "+49100")).response == begin + .seconds(1200))
        try await gateway.tick(.seconds(600))
        #expect(try await overdue(gateway) == 0)
        #expect(try await due(gateway, since: begin).allSatisfy { $0 == 1200 })
        try await gateway.tick(.seconds(599))
        #expect(try await overdue(gateway) == 0)
        try await gateway.tick(.seconds(1))
        #expect(try await overdue(gateway) == 10)
    }

    @Test("What a more specific level says is not touched by a change above it")
    func shadowed() async throws {
        let gateway = try await make()
        try await gateway.setTimers("10m - -", in: TestGateway.salesPlatform)
        try await gateway.setTimers("1m - -", in: .contactPoint(TestGateway.sales))
        #expect(try await !gateway.isRetiming())
        try await gateway.setTimers("1m - -", in: .contactPoint(TestGateway.service))
        #expect(try await gateway.isRetiming())
        try await gateway.tick(.seconds(599))
        #expect(try await overdue(gateway) == 0)
        // Taken back, the level above counts from the same message on, and is over.
        try await gateway.setTimers("- - -", in: TestGateway.salesPlatform)
        try await gateway.tick()
        #expect(try await overdue(gateway) == 10)
    }

    @Test("A crash in the middle: the next process goes on, and looks at nobody twice with effect", arguments: 0...4)
    func crash(after steps: Int) async throws {
        let gateway = try await make()
        try await gateway.tick(.seconds(300))
        try await gateway.setTimers("1m - -")
        for _ in 0..<steps { try await keeper(gateway).step() }
        let next = try gateway.restarted()
        try await next.tick()
        #expect(try await overdue(next) == 10)
        #expect(try await !next.isRetiming())
        let told = try await next.events(.conversationResponseOverdue).compactMap(\.conversation)
        #expect(Set(told).count == 10)
    }

    @Test("A second change overtakes the first: what it says is what counts in the end", arguments: 0...3)
    func overtaken(after steps: Int) async throws {
        let gateway = try await make()
        let begin = gateway.now
        try await gateway.setTimers("5m - -")
        for _ in 0..<steps { try await keeper(gateway).step() }
        try await gateway.setTimers("2m - -")
        for _ in 0..<steps { try await keeper(gateway).step() }
        try await gateway.setTimers("4m - -")
        try await gateway.tick()
        #expect(try await gateway.due(Address(kind: .phone, value: "+49100")).response == begin + .seconds(240))
        try await gateway.tick(.seconds(239))
        #expect(try await overdue(gateway) == 0)
        try await gateway.tick(.seconds(1))
        #expect(try await overdue(gateway) == 10)
    }

    @Test("Messages in the middle get the new timer, in conversations that were timed anew and in those that were not")
    func messagesInBetween() async throws {
        let gateway = try await make()
        try await gateway.setTimers("1m 2m -")
        try await keeper(gateway).step()
        // The first of all has been looked at, the last has not, and one is new.
        for customer in ["+49100", "+49109"] {
            let address = Address(kind: .phone, value: customer)
            try await gateway.reply(to: try #require(try await gateway.openConversation(of: address)).id, "Hi")
            gateway.pass(.seconds(1))
            try await gateway.customerWrites("Hello again", from: customer)
        }
        try await gateway.customerWrites("Hello", from: "+49200")
        try await gateway.tick(.seconds(59))
        #expect(try await overdue(gateway) == 9, "eight that were there, and the first of the three")
        try await gateway.tick(.seconds(1))
        #expect(try await overdue(gateway) == 11)
        try await gateway.tick(.seconds(60))
        #expect(try await gateway.events(.conversationInactive).count == 11)
    }

    @Test("A timer that is changed long after it expired does not expire again; closing follows the new one")
    func afterwards() async throws {
        let gateway = try await make(1)
        try await gateway.tick(.seconds(1800))
        try await gateway.setTimers("1h 2h 1h")
        try await gateway.tick(.seconds(3599))
        #expect(try await gateway.conversationEvents() == ["created", "responseOverdue", "inactive"])
        try await gateway.tick(.seconds(1))
        #expect(try await gateway.conversationEvents() == ["created", "responseOverdue", "inactive", "closed"])
    }
}
