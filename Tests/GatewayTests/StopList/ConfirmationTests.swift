import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Answers to STOP, START and HELP")
struct ConfirmationTests {
    private static let stopText =
        "Sales: You are unsubscribed and will get no more messages. Reply START to resubscribe."
    private static let startText = "Sales: You are subscribed again. Reply STOP to unsubscribe, HELP for help."
    private static let helpText = "Sales: Reply STOP to unsubscribe. Msg & data rates may apply."

    /// What the customer writes, and what he gets.
    @Test(
        "By the gateway",
        arguments: [
            (["STOP"], [stopText]), (["STOP", "stop", "UNSUBSCRIBE"], [stopText]),
            (["STOP", "HELP"], [stopText]), (["STOP", "Hello"], [stopText]), (["HELP"], [helpText]),
            (["HELP", "HELP"], [helpText, helpText]), (["START"], [startText]),
            (["STOP", "START"], [stopText, startText]),
            (["STOP", "START", "STOP"], [stopText, startText, stopText]), (["Please stop texting me"], []),
            (["Hello"], []), (["cancel my order"], []),
        ] as [([String], [String])])
    func gatewayMode(writes: [String], gets: [String]) async throws {
        let gateway = try await TestGateway.make()
        for text in writes {
            try await gateway.customerWrites(text)
            try await gateway.drain()
        }
        #expect(gateway.platform.texts == gets)
    }

    @Test("By the carrier: never by us", arguments: ["STOP", "START", "HELP", "UNSUBSCRIBE"])
    func carrierMode(word: String) async throws {
        let gateway = try await TestGateway.make(Connections.Choices(optOutReplies: .carrier))
        try await gateway.customerWrites(word)
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.isStopped() == ["STOP", "UNSUBSCRIBE"].contains(word))
    }

    @Test(
        "Where the carrier says that it did, we do not, whatever is set",
        arguments: [(CarrierOptOut.stop, "ya basta", true), (.start, "hola", false), (.help, "STOP", false)])
    func carrierDid(word: CarrierOptOut, text: String, isStopped: Bool) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites(text, optOut: word)
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.isStopped() == isStopped)
        if isStopped { #expect(try await gateway.stopEntry()?.source == .carrier) }
    }

    @Test(
        "One answer, whatever is chosen and whatever the carrier does: which of its words it answers, always or never",
        arguments: [
            (OptOutReplies.carrier, true, 0), (.carrier, false, 1), (.gateway, true, 0), (.gateway, false, 1),
        ])
    func carrierAnswers(chosen: OptOutReplies, isAnswered: Bool, count: Int) async throws {
        let gateway = try await TestGateway.make(Connections.Choices(optOutReplies: chosen))
        try await gateway.deliver([
            TestWire(
                id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "STOP", isAnswered: isAnswered)
        ])
        try await gateway.drain()
        #expect(gateway.platform.sends.count == count)
        #expect(try await gateway.isStopped())
    }

    @Test("The texts are the contact point's where it has its own")
    func ownTexts() async throws {
        let gateway = try await TestGateway.make { contactPoint in
            contactPoint.optOut = OptOutSettings(stopReply: "Tschüss", startReply: "Hallo", helpReply: "Hilfe")
        }
        for word in ["HELP", "STOP", "START"] {
            try await gateway.customerWrites(word)
            try await gateway.drain()
        }
        #expect(gateway.platform.texts == ["Hilfe", "Tschüss", "Hallo"])
    }

    @Test("The confirmation is the gateway's own message of the conversation")
    func message() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        let confirmation = try #require(try await gateway.transcript().last)
        #expect(confirmation.purpose == .stopConfirmation)
        #expect(confirmation.author == "gateway")
        #expect(confirmation.status == .sent)
        // It is nobody's answer: the customer still waits for one.
        #expect(try await gateway.openConversation()?.state == .new)
    }

    @Test("A redelivered STOP is not confirmed again")
    func redelivered() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "STOP")
        for _ in 0..<3 { try await gateway.deliver([event]) }
        try await gateway.deliver([event, event])
        try await gateway.drain()
        #expect(gateway.platform.texts == [Self.stopText])
    }

    @Test("A STOP after an administrator's is recorded and not confirmed")
    func afterAdministrator() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.stopEntry()?.source == .administrator)
    }

    @Test("Who cannot be answered is stopped all the same, and his message is kept")
    func cannotBeAnswered() async throws {
        let gateway = try await TestGateway.make()
        #expect(try await gateway.customerWrites("STOP", from: "BIGBANK").status == 200)
        #expect(try await gateway.isStopped(Address(kind: .phone, value: "BIGBANK")))
        #expect(try await gateway.transcript().map(\.text) == ["STOP"])
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
    }

    @Test("A STOP is confirmed within five minutes or not at all; what else waits, waits on", arguments: [290, 310])
    func late(seconds: Int) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(503, retryAfter: seconds))
        try await gateway.customerWrites("HELP", from: "+14155557777")
        try await gateway.drain()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        try await gateway.wait(.seconds(seconds + 5))
        #expect(gateway.platform.texts.contains(Self.stopText) == (seconds < 300))
        #expect(gateway.platform.texts.contains(Self.helpText))
        #expect(try await gateway.transcript().last?.status == (seconds < 300 ? .sent : .expired))
        #expect(try await gateway.isStopped())
    }
}
