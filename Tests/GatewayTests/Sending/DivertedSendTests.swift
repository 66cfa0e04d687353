import ConnectorKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Connections that stop sending while messages wait")
struct DivertedSendTests {
    /// Sales sends from its first number until a test changes that; `second` could send in its place.
    private static func make() async throws -> (TestGateway, first: ID<Connection>, second: Connection) {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        let second = try await gateway.connect("+15550005")
        return (gateway, gateway.setup.salesConnection, second)
    }

    @Test("What waits goes out from the one that sends in its place, and says so")
    func diverted() async throws {
        let (gateway, first, second) = try await Self.make()
        let messages = [
            try await gateway.start("1").message, try await gateway.reply("2"), try await gateway.notify("3"),
            try await gateway.notify("4", to: "+4915550101"),
        ]
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: first)
        for message in messages {
            #expect(try await gateway.message(message.id).connection == second.id)
            #expect(try await gateway.status(message) == .queued)
        }
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == Array(repeating: "+15550005", count: 4))
        #expect(gateway.platform.texts.filter { ["1", "2"].contains($0) } == ["1", "2"], "in the order of its lane")
        let events = try await gateway.events(.messageDiverted)
        #expect(events.map(\.message) == messages.map(\.id))
        #expect(events.allSatisfy { $0.value == second.id.description })
        #expect(try await gateway.messagesOnOutbox() == 0)
    }

    @Test("With nothing to send in its place it is held, until there is something")
    func held() async throws {
        let (gateway, first, second) = try await Self.make()
        let message = try await gateway.start("1").message
        let behind = try await gateway.reply("2")
        try await gateway.set(.incomingOnly(divertsTo: nil), of: first)
        for _ in 0..<3 { try await gateway.wait(.seconds(3600)) }
        for message in [message, behind] {
            #expect(try await gateway.status(message) == .held)
            let reason = try await gateway.message(message.id).statusReason
            #expect(reason?.code == "noDiversion")
        }
        #expect(gateway.platform.sends.isEmpty)
        try await gateway.set(.incomingOnly(divertsTo: second.id), of: first)
        #expect(try await gateway.status(message) == .queued)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["1", "2"])
        #expect(gateway.platform.sends.allSatisfy { $0.from == "+15550005" })
    }

    @Test("Made standard again, it sends what was held")
    func standardAgain() async throws {
        let (gateway, first, _) = try await Self.make()
        let message = try await gateway.start("1").message
        try await gateway.reply("2")
        try await gateway.set(.incomingOnly(divertsTo: nil), of: first)
        try await gateway.drain()
        try await gateway.set(.standard, of: first)
        #expect(try await gateway.status(message) == .queued)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["1", "2"])
        #expect(gateway.platform.sends.allSatisfy { $0.from == TestGateway.salesNumber })
        #expect(try await gateway.events(.messageDiverted).isEmpty)
    }

    @Test("What is held does not wait for ever")
    func expires() async throws {
        let (gateway, first, _) = try await Self.make()
        let message = try await gateway.start("1").message
        try await gateway.set(.incomingOnly(divertsTo: nil), of: first)
        for _ in 0..<26 { try await gateway.wait(.seconds(3600)) }
        #expect(try await gateway.status(message) == .expired)
        #expect(gateway.platform.sends.isEmpty)
    }

    @Test("A retry after the change leaves from the other one, not before its time")
    func retry() async throws {
        let (gateway, first, second) = try await Self.make()
        gateway.platform.answer(
            .status(429, retryAfter: 50).meanwhile {
                try await gateway.set(.blockedOutbound(divertsTo: second.id), of: first)
            })
        let message = try await gateway.start("1").message
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber])
        try await gateway.wait(.seconds(49))
        #expect(gateway.platform.sends.count == 1)
        try await gateway.wait(.seconds(2))
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber, "+15550005"])
        #expect(try await gateway.message(message.id).connection == second.id)
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("A message of which a part has left does not go on from another number", arguments: [true, false])
    func inTheMiddle(diverts: Bool) async throws {
        let (gateway, first, second) = try await Self.make()
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                try await gateway.set(.blockedOutbound(divertsTo: diverts ? second.id : nil), of: first)
            })
        let message = try await gateway.start("first|second").message
        try await gateway.drain()
        try await gateway.wait(.seconds(7200))
        #expect(gateway.platform.texts == ["first"])
        #expect(try await gateway.status(message) == .refused)
        #expect(try await gateway.message(message.id).statusReason?.code == "diverted")
        #expect(try await gateway.message(message.id).connection == first)
    }

    @Test("What may have left is looked up where it left from; unproven, it leaves once more from the other")
    func unknown() async throws {
        let (gateway, first, second) = try await Self.make()
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start("1").message
        try await gateway.drain()
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: first)
        #expect(try await gateway.status(message) == .unknown)
        #expect(try await gateway.message(message.id).connection == first)
        try await gateway.wait(.seconds(61))
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber, "+15550005"])
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.attempts(message).map(\.isPossibleDuplicate) == [false, true])
    }

    @Test("Proved by a look-up, it stays what it was")
    func proved() async throws {
        let (gateway, first, second) = try await Self.make()
        gateway.platform.answer(.cutOff)
        gateway.platform.listing(.accepted(""), .accepted("P7"))
        let message = try await gateway.start("1").message
        try await gateway.drain()
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: first)
        try await gateway.wait(.seconds(61))
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.message(message.id).connection == first)
    }

    @Test("What a dead process held is followed, too")
    func crashed() async throws {
        let (gateway, first, second) = try await Self.make()
        let message = try await gateway.start("1").message
        _ = try await gateway.departWithoutSending()
        try await gateway.set(.incomingOnly(divertsTo: second.id), of: first)
        try await gateway.parts.worker.takeBack(everything: true)
        for _ in 0..<3 { try await gateway.wait(.seconds(61)) }
        #expect(gateway.platform.sends.map(\.from) == ["+15550005"])
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("A person's decision to send again goes the same way")
    func decided() async throws {
        let (gateway, first, second) = try await Self.make()
        try await gateway.setUnprovenSends(.hold)
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start("1").message
        try await gateway.drain()
        try await gateway.wait(.seconds(60))
        #expect(try await gateway.status(message) == .held)
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: first)
        #expect(try await gateway.status(message) == .held)
        _ = try await gateway.settle(message, sendAgain: true)
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber, "+15550005"])
        #expect(try await gateway.attempts(message).last?.isPossibleDuplicate == true)
    }

    @Test("Held for new credentials, it leaves from one whose credentials are good")
    func reconnect() async throws {
        let (gateway, first, _) = try await Self.make()
        let other = try await gateway.store.write { [parts = gateway.parts] in
            let app = try parts.apps.create(
                platform: Platform(rawValue: "test"), label: "Other", settings: ["secret": "another secret"],
                by: "test", in: $0)
            return try parts.connections.create(
                at: TestGateway.sales, app: app.id, address: "+15550006", .init(), by: "test", in: $0)
        }
        gateway.platform.answer(.status(401))
        let message = try await gateway.start("1").message
        try await gateway.drain()
        #expect(try await gateway.status(message) == .held)
        try await gateway.set(.blockedOutbound(divertsTo: other.id), of: first)
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.from) == [TestGateway.salesNumber, "+15550006"])
        #expect(try await gateway.status(message) == .sent)
        // Reports on it come by the other app.
        #expect(
            try await gateway.store.read { try $0.app(of: PartReference(message: message.id, number: 0)) }
                == other.app)
    }

    @Test("Held for both reasons, it says the one that is left")
    func bothReasons() async throws {
        let (gateway, first, _) = try await Self.make()
        gateway.platform.answer(.status(401))
        let message = try await gateway.start("1").message
        try await gateway.drain()
        #expect(try await gateway.message(message.id).statusReason?.code == "needsReconnect")
        try await gateway.set(.incomingOnly(divertsTo: nil), of: first)
        #expect(try await gateway.message(message.id).statusReason?.code == "noDiversion")
        try await gateway.update(secret: "the new secret")
        try await gateway.drain()
        #expect(try await gateway.message(message.id).statusReason?.code == "noDiversion")
        try await gateway.set(.standard, of: first)
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("A STOP refuses what is held and what was diverted alike")
    func stopped() async throws {
        let (gateway, first, second) = try await Self.make()
        let held = try await gateway.start("1").message
        try await gateway.set(.incomingOnly(divertsTo: nil), of: first)
        let other = try await gateway.notify("2", to: "+4915550101", from: "+15550005")
        try await gateway.customerWrites("STOP")
        #expect(try await gateway.status(held) == .refused)
        try await gateway.set(.incomingOnly(divertsTo: second.id), of: first)
        try await gateway.drain()
        #expect(try await gateway.status(other) == .sent)
        #expect(!gateway.platform.texts.contains("1"))
    }
}
