import GatewayModel
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

@Suite("Availability: who follows is told", .timeLimit(.minutes(5)))
struct AvailabilityServiceTests {
    /// What somebody who follows is told, one after the other.
    private struct Listener {
        private var statuses: AsyncStream<AvailabilityStatus>.Iterator

        init(_ gateway: TestGateway, _ contactPoint: ContactPointID = TestGateway.sales) {
            statuses = gateway.parts.availability.follow(contactPoint, on: TestPeople.platform).makeAsyncIterator()
        }

        /// `nil` where nothing more comes.
        mutating func next() async -> String? { await statuses.next()?.words }
    }

    /// While the service runs.
    private func serving(_ gateway: TestGateway, _ work: () async throws -> Void) async throws {
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await gateway.parts.availability.run() }
                try await work()
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    private static let rule = """
        {"all": [{"times": ["08:00-20:00"]}, {"availableAgents": {"atLeast": 1}},
            {"waitingConversations": {"lessThan": 2}}]}
        """

    @Test("Of rules, agents, the queue and the clock, each change once; and it ends when the gateway stops")
    func story() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        var listener = Listener(gateway)
        try await serving(gateway) {
            #expect(await listener.next() == "yes", "there are no rules")
            try await gateway.setRule(Self.rule)
            #expect(await listener.next() == "outsideHours", "it is after midnight")
            // Nobody touches anything: the clock alone.
            gateway.pass(.seconds(8 * 3600 - 60))
            #expect(await listener.next() == "noAgents")
            let ann = try await house.agent(capacity: 1)
            #expect(await listener.next() == "yes")
            for number in 1...2 { try await gateway.customerWrites("Hello", from: "+491\(number)") }
            #expect(await listener.next() == "queueFull")
            let all = try await gateway.conversations()
            try await gateway.reply(to: all[0].id, "Hi")
            #expect(await listener.next() == "yes")
            try await house.own(all[1].id, by: ann)
            #expect(await listener.next() == "noAgents", "she is full")
            try await gateway.close(all[1].id)
            #expect(await listener.next() == "yes")
            try await house.update(ann, Users.Choices(roles: []))
            #expect(await listener.next() == "noAgents")
            try await house.update(ann, Users.Choices(roles: [TestPeople.agents]))
            #expect(await listener.next() == "yes")
            try await house.set(.unavailable, of: ann)
            #expect(await listener.next() == "noAgents")
            gateway.pass(.seconds(12 * 3600))
            #expect(await listener.next() == "outsideHours")
            gateway.pass(.seconds(-11 * 3600))
            #expect(await listener.next() == "noAgents", "the clock was set back")
            try await gateway.setRule("{}")
            #expect(await listener.next() == "yes")
        }
        #expect(await listener.next() == nil, "the gateway stops")
        var late = Listener(gateway)
        #expect(await late.next() == nil)
    }

    @Test("Thousands who follow the same cost one look; who comes later is told at once, and who leaves is forgotten")
    func shared() async throws {
        let gateway = try await TestGateway.make()
        let availability = gateway.parts.availability
        try await gateway.setRule(Self.rule)
        func look() async throws -> Int {
            let before = gateway.statements.count
            _ = try await availability.look()
            return gateway.statements.count - before
        }
        #expect(try await look() == 0, "nobody follows")
        var first = Listener(gateway)
        let alone = try await look()
        #expect(await first.next() == "outsideHours")
        do {
            let many = (0..<10_000).map { _ in Listener(gateway) }
            #expect(availability.listenerCount == 10_001)
            for var listener in many { #expect(await listener.next() == "outsideHours") }
            gateway.pass(.seconds(9 * 3600))
            #expect(try await look() <= alone)
            for var listener in many { #expect(await listener.next() == "noAgents") }
        }
        #expect(availability.listenerCount == 1)
        #expect(await first.next() == "noAgents")
    }

    @Test("Who reads slowly is told the newest, and not what came between")
    func slow() async throws {
        let gateway = try await TestGateway.make()
        var listener = Listener(gateway)
        for json in [#"{"days": ["monday"]}"#, "{}", #"{"availableAgents": {"atLeast": 1}}"#] {
            try await gateway.setRule(json)
            _ = try await gateway.parts.availability.look()
        }
        #expect(await listener.next() == "noAgents")
    }

    @Test("What a rule does not ask for is not looked at, and what is another contact point's neither")
    func untouched() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        let availability = gateway.parts.availability
        try await gateway.setRule(#"{"days": ["thursday"]}"#)
        try await gateway.setRule(#"{"waitingConversations": {"lessThan": 1}}"#, at: TestGateway.service)
        var (sales, service) = (Listener(gateway), Listener(gateway, TestGateway.service))
        _ = try await availability.look()
        #expect(await sales.next() == "yes")
        #expect(await service.next() == "yes")
        func look() async throws -> Int {
            let before = gateway.statements.count
            _ = try await availability.look()
            return gateway.statements.count - before
        }
        let nothing = try await look()
        // Customers at the one, whose rule asks for the day; agents, whom no rule asks for.
        try await gateway.customerWrites("Hello")
        _ = try await house.agent()
        try await gateway.reply("Hi")
        #expect(try await look() == nothing)
        try await gateway.customerWrites("Hello", to: TestGateway.serviceNumber)
        #expect(try await look() > nothing)
        #expect(await service.next() == "queueFull")
    }

    @Test("A contact point that is not there ends it at once, and one that is erased ends it then")
    func gone() async throws {
        let gateway = try await TestGateway.make()
        let empty = ContactPointID("empty")!
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.create(ContactPoint(id: empty, label: "Empty"), by: "test", in: $0)
        }
        var (never, erased) = (Listener(gateway, ContactPointID("nowhere")!), Listener(gateway, empty))
        _ = try await gateway.parts.availability.look()
        #expect(await never.next() == nil)
        #expect(await erased.next() == "yes")
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.remove(empty, by: "test", in: $0)
        }
        _ = try await gateway.parts.availability.look()
        #expect(await erased.next() == nil)
        #expect(gateway.parts.availability.listenerCount == 0)
        await #expect(throws: Refusal.self) {
            try await gateway.parts.availability.status(of: empty, on: TestPeople.platform)
        }
    }

    @Test("Who asks once is answered, for a second from memory, and never beyond the moment of a change")
    func asked() async throws {
        let gateway = try await TestGateway.make()
        func ask() async throws -> (words: String, statements: Int) {
            let before = gateway.statements.count
            let status = try await gateway.parts.availability.status(of: TestGateway.sales, on: TestPeople.platform)
            return (status.words, gateway.statements.count - before)
        }
        try await gateway.setRule(#"{"not": {"times": ["00:00-00:02"]}}"#)
        #expect(try await ask().words == "closedHours")
        #expect(try await ask().statements == 0)
        // 00:01:00 so far.
        gateway.pass(.milliseconds(59_500))
        #expect(try await ask().statements > 0)
        gateway.pass(.milliseconds(500))
        #expect(try await ask().words == "yes")
        #expect(try await ask().statements == 0)
        gateway.pass(.seconds(1))
        #expect(try await ask().statements > 0)
    }

    @Test("A store that fails is outlasted: nobody is told anything wrong, and then what is right")
    func failure() async throws {
        let gateway = try await TestGateway.make()
        var listener = Listener(gateway)
        try await serving(gateway) {
            #expect(await listener.next() == "yes")
            gateway.store.breakReads(2)
            try await gateway.setRule(#"{"availableAgents": {"atLeast": 1}}"#)
            #expect(await listener.next() == "noAgents")
        }
    }
}
