import ConnectorKit
import ConnectorTestKit
import GatewayModel
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

@Suite("What platforms call customers", .timeLimit(.minutes(5)))
struct CustomerNameTests {
    private static func gateway() async throws -> TestGateway {
        try await TestGateway.make(connectors: [NamingConnector()])
    }

    private static func days(_ number: Int) -> Duration { .seconds(number * 24 * 3600) }

    @Test("It is asked for after the message is stored, and told by an event that does not hold it")
    func found() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named(" Ada\u{202E} Byron\n"))
        try await gateway.customerWrites("Hello")
        #expect(gateway.platform.nameCalls.isEmpty, "no message waits for a name")
        #expect(try await gateway.transcript().map(\.text) == ["Hello"])
        #expect(try await gateway.name() == nil)

        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.count == 1)
        #expect(try await gateway.name() == "Ada Byron")
        let conversation = try #require(try await gateway.openConversation())
        let told = try await gateway.events(.conversationCustomerNamed)
        #expect(told.map(\.conversation) == [conversation.id] && told.map(\.contactPoint) == [TestGateway.sales])
        #expect(told.first?.value == nil)

        try await gateway.customerWrites("Is anybody there?")
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.count == 1, "and not again")
        #expect(try await gateway.nameRecord()?.dueAt == nil)
    }

    @Test("That there is none is an answer: nothing is told, and it is asked again when another conversation begins")
    func none() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.status(404), .named("Ada"))
        try await gateway.customerWrites("Hello")
        try await gateway.askForNames()
        gateway.pass(Self.days(1))
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.count == 1)
        #expect(try await gateway.name() == nil)
        #expect(try await gateway.events(.conversationCustomerNamed).isEmpty)
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        try await gateway.customerWrites("Me again")
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
    }

    @Test("Asked later, and then found; what fails touches neither message nor conversation")
    func later() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.status(503), .notConnected, .cutOff, .named("Ada"))
        try await gateway.customerWrites("Hello")
        let conversation = try #require(try await gateway.openConversation())
        for (tries, wait) in CustomerNames.waits.prefix(3).enumerated() {
            try await gateway.askForNames()
            #expect(gateway.platform.nameCalls.count == tries + 1)
            gateway.pass(wait - .seconds(1))
            try await gateway.askForNames()
            #expect(gateway.platform.nameCalls.count == tries + 1, "not before \(wait)")
            gateway.pass(.seconds(1))
        }
        #expect(try await gateway.transcript().map(\.status) == [.received])
        #expect(try await gateway.openConversation() == conversation)
        #expect(try await gateway.connection().state == .connected)
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
        #expect(try await gateway.events(.conversationCustomerNamed).count == 1)
        #expect(try await gateway.nameRecord()?.tries == 0)
    }

    @Test(
        "Given up at once where it is refused for good, else after the last wait; a new conversation begins anew",
        arguments: [(400, 0), (503, CustomerNames.waits.count)])
    func givenUp(status: Int, waits: Int) async throws {
        let gateway = try await Self.gateway()
        for _ in 0...waits { gateway.platform.naming(.status(status)) }
        try await gateway.customerWrites("Hello")
        for wait in [.zero] + CustomerNames.waits {
            gateway.pass(wait)
            try await gateway.askForNames()
        }
        #expect(gateway.platform.nameCalls.count == waits + 1)
        #expect(try await gateway.nameRecord()?.dueAt == nil)
        gateway.platform.naming(.named("Ada"))
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        try await gateway.customerWrites("Me again")
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
    }

    @Test("A name of a month is asked for again when a conversation begins, and stays until the platform has answered")
    func old() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named("Ada"), .status(503), .named("Ada"), .named("Ada Lovelace"), .status(404))
        /// A conversation begins, some days after the last.
        func again(after days: Int) async throws {
            if let open = try await gateway.openConversation() { try await gateway.close(open.id) }
            gateway.pass(Self.days(days))
            try await gateway.customerWrites("Hello")
            try await gateway.askForNames()
        }
        try await again(after: 0)
        try await again(after: 29)
        #expect(gateway.platform.nameCalls.count == 1)
        try await again(after: 2)
        #expect(gateway.platform.nameCalls.count == 2)
        #expect(try await gateway.name() == "Ada")
        gateway.pass(.seconds(10))
        try await gateway.askForNames()
        #expect(try await gateway.events(.conversationCustomerNamed).count == 1, "it is the same")
        try await again(after: 31)
        #expect(try await gateway.name() == "Ada Lovelace")
        try await again(after: 31)
        #expect(try await gateway.name() == nil, "the platform tells it no more")
        #expect(gateway.platform.nameCalls.count == 5)
        #expect(try await gateway.events(.conversationCustomerNamed).count == 3)
    }

    @Test("A process that dies in the middle leaves a lease; the next one asks")
    func crash() async throws {
        let gateway = try await Self.gateway()
        try await gateway.customerWrites("Hello")
        let leased = try await gateway.store.write { try gateway.parts.nameFinder.lease(in: $0) }
        #expect(leased.map(\.customer) == [TestGateway.customerAddress])
        let next = try gateway.restarted(connectors: [NamingConnector()])
        next.platform.naming(.named("Ada"))
        try await next.askForNames()
        #expect(next.platform.nameCalls.isEmpty, "it is leased")
        try await next.parts.nameFinder.takeBack()
        try await next.askForNames()
        #expect(try await next.name() == "Ada")
    }

    @Test("An answer that cannot be written down is asked for once more, when its lease has run out")
    func unwritten() async throws {
        let gateway = try await Self.gateway()
        let store = gateway.store
        gateway.platform.naming(.named("Ada").meanwhile { store.breakWrites(1) }, .named("Ada"))
        try await gateway.customerWrites("Hello")
        try await gateway.askForNames()
        #expect(try await gateway.name() == nil)
        gateway.pass(.seconds(121))
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
    }

    @Test("Erased while the platform is asked, the answer finds nobody; erased later, the name is counted and gone")
    func erased() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(
            .named("Ada").meanwhile { [parts = gateway.parts] in
                _ = try await parts.erasure.erase(TestGateway.customerAddress, by: "somebody")
            })
        try await gateway.customerWrites("Hello")
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.count == 1)
        #expect(try await gateway.nameRecord() == nil)
        #expect(try await gateway.events(.conversationCustomerNamed).isEmpty)

        gateway.platform.naming(.named("Ada"))
        try await gateway.customerWrites("Me again")
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
        let report = try await gateway.parts.erasure.erase(TestGateway.customerAddress, by: "somebody")
        #expect(report.erased.names == 1 && report.erased.references == 0)
        #expect(try await gateway.nameRecord() == nil)
        let events = try await gateway.store.read { try $0.events(after: 0, limit: 1000).map { "\($0.event)" } }
        #expect(!events.contains { $0.contains("Ada") })
    }

    @Test("Two conversations at once, at two contact points: asked once, and both are told")
    func once() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named("Ada"))
        let wires = [TestGateway.salesNumber, TestGateway.serviceNumber].map { to in
            TestWire(id: to, to: to, from: TestGateway.customer, text: "Hello")
        }
        try await gateway.deliver(wires)
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.count == 1)
        let told = try await gateway.events(.conversationCustomerNamed)
        #expect(Set(told.compactMap(\.contactPoint)) == [TestGateway.sales, TestGateway.service])
    }

    @Test("Nobody is asked where the platform tells no names")
    func without() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.isEmpty)
        #expect(try await gateway.nameRecord() == nil)
    }

    @Test("A conversation that we began has a name as well")
    func started() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named("Ada"))
        _ = try await gateway.start("Good morning")
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
    }

    @Test("When the platform says for how long to leave it alone, nobody else is asked for at that connection")
    func pause() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.status(429, retryAfter: 600))
        try await gateway.customerWrites("Hello")
        try await gateway.store.write { [setup = gateway.setup, now = gateway.now] transaction in
            for (customer, connection) in [("+491", setup.salesConnection), ("+492", setup.serviceConnection)] {
                try transaction.wantName(
                    of: Address(kind: .phone, value: customer), at: connection, due: now + .seconds(20),
                    unlessSaidSince: now)
            }
        }
        func asked(after seconds: Int) async throws -> [String] {
            let before = gateway.platform.nameCalls.count
            gateway.pass(.seconds(seconds))
            try await gateway.askForNames()
            return gateway.platform.nameCalls.dropFirst(before).compactMap { $0.split(separator: "/").last }
                .map(String.init).sorted()
        }
        #expect(try await asked(after: 0) == [TestGateway.customer])
        #expect(try await asked(after: 20) == ["+492"])
        #expect(try await asked(after: 579) == [])
        #expect(try await asked(after: 1) == [TestGateway.customer, "+491"].sorted())
    }

    @Test("A connection whose credentials are refused is not asked before somebody has reconnected it")
    func reconnect() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named("Ada"))
        try await gateway.customerWrites("Hello")
        try await gateway.reply("Hi")
        gateway.platform.answer(.status(401))
        try await gateway.drain()
        #expect(try await gateway.connection().state == .needsReconnect)
        try await gateway.askForNames()
        #expect(gateway.platform.nameCalls.isEmpty)
        try await gateway.update(secret: "another secret")
        gateway.pass(.seconds(10))
        try await gateway.askForNames()
        #expect(try await gateway.name() == "Ada")
    }

    @Test("The call is traced, without the customer's address or name")
    func traced() async throws {
        let gateway = try await Self.gateway()
        gateway.platform.naming(.named("Ada"))
        try await gateway.customerWrites("Hello")
        try await gateway.askForNames()
        try await gateway.parts.traces.drain()
        let traces = try await gateway.store.read { [setup = gateway.setup] in
            try $0.traces(of: setup.salesConnection, Page(after: nil, limit: 9))
        }
        #expect(traces.map(\.url) == ["https://platform.test/people/‹customer›"])
        #expect(!"\(traces)".contains("Ada") && !"\(traces)".contains(TestGateway.customer))
    }

    @Test("The service asks when a conversation begins, and stops when told to, whatever the platform does")
    func service() async throws {
        let gateway = try await Self.gateway()
        let bell = Bell()
        gateway.store.signal.connect(bell)
        gateway.platform.naming(.named("Ada"))
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await gateway.parts.nameFinder.run() }
                try await gateway.customerWrites("Hello")
                for await _ in bell.rings {
                    if try await gateway.name() == "Ada" { break }
                }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }
}
