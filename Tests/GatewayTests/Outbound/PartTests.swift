import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Outbox: a message in parts")
struct PartTests {
    @Test(
        "A failure in the middle is resumed there; what arrived is never repeated",
        arguments: [FakePlatform.Answer.status(503), .notConnected, .status(429, retryAfter: 1), .status(401)])
    func resumed(failure: FakePlatform.Answer) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(to: "two", failure)
        let message = try await gateway.start("one|two|three").message
        try await gateway.drain()
        #expect(gateway.platform.texts == ["one", "two"])
        #expect(try await [.queued, .held].contains(gateway.status(message)))
        try await gateway.update(secret: "mended")
        try await gateway.wait(.seconds(2))
        #expect(gateway.platform.texts == ["one", "two", "two", "three"])
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.attempts(message).map(\.part.number) == [0, 1, 1, 2])
        #expect(gateway.platform.sends.map(\.reference) == [0, 1, 1, 2].map { "\(message.id).\($0)" })
    }

    @Test("A part refused for good ends the message; the rest stays here")
    func refusedPart() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(to: "two", .status(400))
        let message = try await gateway.start("one|two|three").message
        let next = try await gateway.start("next").message
        try await gateway.wait(.seconds(60))
        #expect(gateway.platform.texts == ["one", "two", "next"])
        #expect(try await gateway.status(message) == .failed)
        #expect(try await gateway.status(next) == .sent)
    }

    @Test("An unknown part is found out before the next one leaves")
    func unknownPart() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(to: "one", .cutOff)
        gateway.platform.listing(.accepted(""), .accepted("A1"))
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        #expect(gateway.platform.texts == ["one"])
        #expect(try await gateway.status(message) == .unknown)
        try await gateway.wait(.seconds(60))
        #expect(gateway.platform.texts == ["one", "two"])
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.platformIDs(message).first == "A1")
    }

    @Test("Each part has its own look-ups")
    func lookUpsPerPart() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(to: "one", .cutOff)
        gateway.platform.answer(to: "two", .cutOff)
        gateway.platform.listing(.accepted(""), .accepted("A1"))
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        // The second look-up of the first part finds it; the second part leaves, is cut off and looked up once.
        try await gateway.wait(.seconds(60))
        #expect(gateway.platform.texts == ["one", "two"])
        #expect(gateway.platform.lookUpCount == 3)
        try await gateway.wait(.milliseconds(59_999))
        #expect(gateway.platform.texts == ["one", "two"])
        try await gateway.wait(.milliseconds(1))
        #expect(gateway.platform.texts == ["one", "two", "two"])
        #expect(try await gateway.attempts(message).map(\.isPossibleDuplicate) == [false, false, true])
    }

    @Test("When the carrier could not deliver the first, the rest stays here")
    func firstFailsLater() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        let message = try await gateway.start("one|two").message
        let next = try await gateway.start("next").message
        try await gateway.drain()
        try await gateway.report(.failed, on: gateway.platform.sends[0], platformID: "P1", failure: "unreachable")
        try await gateway.wait(.seconds(1))
        #expect(gateway.platform.texts == ["one", "next"])
        let ended = try await gateway.message(message.id)
        #expect(ended.status == .failed)
        #expect(ended.statusReason?.code == "unreachable")
        #expect(try await gateway.status(next) == .sent)
    }

    @Test("A failure report that overtakes the answer keeps the rest here too", arguments: [true, false])
    func failureOvertakes(withReference: Bool) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(
            to: "one",
            .accepted("P1").meanwhile {
                try await gateway.report(
                    .failed, on: gateway.platform.sends[0], platformID: "P1", withReference: withReference)
            })
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        #expect(gateway.platform.texts == ["one"])
        #expect(try await gateway.status(message) == .failed)
    }

    @Test("A report on a part that never left is not believed")
    func neverLeft() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        let forged = TestWire.Report(part: "\(message.id).1", platformID: "P9", status: "delivered")
        try await gateway.deliver([TestWire(id: "r", to: TestGateway.salesNumber, report: forged)])
        try await gateway.wait(.seconds(1))
        #expect(gateway.platform.texts == ["one", "two"])
    }

    @Test("A message is as far as its slowest part")
    func slowest() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        let sends = gateway.platform.sends
        try await gateway.report(.read, on: sends[0], platformID: "P1")
        #expect(try await gateway.status(message) == .sent)
        try await gateway.report(.delivered, on: sends[1], platformID: "P2")
        #expect(try await gateway.status(message) == .delivered)
        try await gateway.report(.read, on: sends[1], platformID: "P2")
        #expect(try await gateway.status(message) == .read)
    }
}
