import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("STOP")
struct StopTests {
    @Test("Recorded with the message that caused it, or not at all")
    func sameTransaction() async throws {
        let gateway = try await TestGateway.make()
        let waiting = try await gateway.start("Waiting").message
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "STOP")
        gateway.store.breakWrites(1)
        await #expect(throws: StoreFailure.self) { try await gateway.deliver([event]) }
        #expect(try await !gateway.isStopped())
        #expect(try await gateway.status(waiting) == .queued)

        try await gateway.deliver([event])
        #expect(try await gateway.isStopped())
        #expect(try await gateway.transcript().last { $0.direction == .inbound }?.mark == .stop)
        let entry = try #require(try await gateway.stopEntry())
        #expect(entry.source == .customer)
        #expect(entry.actor == "customer")
        #expect(try await gateway.events(.stopListAdded).map(\.value) == [TestGateway.customer])
    }

    @Test("What waits is refused from that moment, with the reason, and never leaves")
    func refusesQueued() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let waiting = [
            try await gateway.reply("One"), try await gateway.reply("Two"), try await gateway.notify("Three"),
            try await gateway.start("Four").message,
        ]
        try await gateway.customerWrites("STOP")
        for message in waiting {
            let now = try await gateway.message(message.id)
            #expect(now.status == .refused)
            #expect(now.statusReason == SendGate.onStopList)
            #expect(try await gateway.outboxEntry(message) == nil)
            #expect(try await gateway.attempts(message).isEmpty)
        }
        // The confirmation leaves in time, and nothing else ever does.
        try await gateway.drain()
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.sends.count == 1)
        #expect(gateway.platform.texts.first?.contains("unsubscribed") == true)
    }

    @Test("Nothing new is taken while it lasts, and the refusal says why")
    func refusesNew() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        for send in [
            { try await gateway.reply("Hello") }, { try await gateway.notify("Hello") },
            { try await gateway.start("Hello").message },
        ] as [@Sendable () async throws -> Message] {
            let refusal = await #expect(throws: Refusal.self) { try await send() }
            #expect(refusal?.code == "stop-list")
            #expect(refusal?.kind == .conflict)
        }
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.transcript().count == 2)
    }

    @Test("Sales is not Service")
    func perContactPoint() async throws {
        let gateway = try await TestGateway.make()
        let service = try await gateway.start("From service", at: TestGateway.service).message
        try await gateway.customerWrites("STOP", to: TestGateway.salesNumber)
        #expect(try await gateway.isStopped(at: TestGateway.sales))
        #expect(try await !gateway.isStopped(at: TestGateway.service))
        try await gateway.drain()
        #expect(try await gateway.status(service) == .sent)
        try await gateway.notify("More", at: TestGateway.service)
        await #expect(throws: Refusal.self) { try await gateway.notify("More", at: TestGateway.sales) }
    }

    @Test("One customer is not another")
    func perCustomer() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        let other = try await gateway.notify("Hello", to: "+4999")
        try await gateway.drain()
        #expect(try await gateway.status(other) == .sent)
    }

    @Test("Who stopped on one platform is stopped on each that writes to the same kind of address")
    func overPlatforms() async throws {
        let second = TestConnector(platform: Platform(rawValue: "second"))
        let gateway = try await TestGateway.make(connectors: [TestConnector(), second])
        let connection = try await gateway.store.write { [parts = gateway.parts] in
            let app = try parts.apps.create(
                platform: second.platform, label: "Second", settings: ["secret": "second secret"], by: "test", in: $0)
            return try parts.connections.create(
                at: TestGateway.sales, app: app.id, address: "+15550042", Connections.Choices(), by: "test", in: $0)
        }
        let send: @Sendable () async throws -> Message = {
            let request = Notifications.Request(
                platform: connection.platform, to: .one(TestGateway.customer), text: "By the second")
            return try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] transaction in
                let id = try parts.notifications.begin(
                    request, at: TestGateway.sales, by: setup.agent, in: transaction
                ).id
                return try #require(try transaction.messages(of: id).first)
            }
        }
        let waiting = try await send()
        try await gateway.customerWrites("STOP")
        #expect(try await gateway.status(waiting) == .refused)
        await #expect(throws: Refusal.self) { try await send() }
    }

    @Test("An ordinary message does not lift it", arguments: ["Hello", "HELP", "YES", "start again", "please start"])
    func notLifted(text: String) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.customerWrites(text)
        #expect(try await gateway.isStopped())
        #expect(try await gateway.events(.stopListRemoved).isEmpty)
    }

    @Test("START lifts it, and what is sent then leaves", arguments: ["START", "unstop", "Start!"])
    func lifted(word: String) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        try await gateway.customerWrites(word)
        #expect(try await !gateway.isStopped())
        let reply = try await gateway.reply("Welcome back")
        try await gateway.drain()
        #expect(try await gateway.status(reply) == .sent)
        #expect(try await gateway.events(.stopListRemoved).count == 1)
        // What was refused stays refused.
        #expect(try await gateway.transcript().last { $0.mark == .start } != nil)
    }

    @Test("What was refused by a STOP stays refused after START")
    func notRevived() async throws {
        let gateway = try await TestGateway.make()
        let refused = try await gateway.start("Hello").message
        try await gateway.customerWrites("STOP")
        try await gateway.customerWrites("START")
        try await gateway.wait(.seconds(60))
        #expect(try await gateway.status(refused) == .refused)
        #expect(!gateway.platform.texts.contains("Hello"))
    }

    @Test("A keyword message opens a conversation as any message would, and is marked")
    func conversation() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        #expect(try await gateway.conversations().map(\.state) == [.new])
        #expect(try await gateway.transcript().first?.mark == .stop)
    }
}
