import Gateway
import GatewayModel
import Testing

@Suite("Outbox: left to a person")
struct HeldSendTests {
    private func held(behind: String? = nil) async throws -> (TestGateway, Message) {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()]) { $0.unprovenSends = .hold }
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        try await gateway.wait(.seconds(60))
        return (gateway, message)
    }

    @Test("Held, with the reason, and not sent again by itself")
    func isHeld() async throws {
        let (gateway, message) = try await held()
        let now = try await gateway.message(message.id)
        #expect(now.status == .held)
        #expect(now.statusReason?.code == "unproven")
        try await gateway.wait(.seconds(3 * 24 * 3600))
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.status(message) == .held)
    }

    @Test("Send again: once, marked as a possible duplicate")
    func sendAgain() async throws {
        let (gateway, message) = try await held()
        _ = try await gateway.settle(message, sendAgain: true)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Hello", "Hello"])
        #expect(try await gateway.attempts(message).map(\.isPossibleDuplicate) == [false, true])
        #expect(try await gateway.status(message) == .sent)
        await #expect(throws: Refusal.self) { _ = try await gateway.settle(message, sendAgain: true) }
        #expect(
            try await gateway.auditEntries().contains { $0.action == "message.resolve" && $0.after == "send again" })
    }

    @Test("Sending again takes the right that sending took; giving up does not")
    func rightTakenAway() async throws {
        let (gateway, message) = try await held()
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles(
                [], .startConversation, of: TestGateway.sales, by: "test", in: $0)
        }
        await #expect {
            _ = try await gateway.settle(message, sendAgain: true)
        } throws: { error in
            (error as? Refusal)?.code == "outbound-right-missing"
        }
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.status(message) == .held)
        #expect(try await gateway.settle(message, sendAgain: false).status == .refused)
    }

    @Test("Give up: final, and said so")
    func giveUp() async throws {
        let (gateway, message) = try await held()
        let settled = try await gateway.settle(message, sendAgain: false)
        #expect(settled.status == .refused)
        #expect(settled.statusReason?.code == "givenUp")
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.sends.count == 1)
        await #expect(throws: Refusal.self) { _ = try await gateway.settle(message, sendAgain: true) }
    }

    @Test("Meanwhile what is behind it goes on, and it comes back one at a time")
    func laneGoesOn() async throws {
        let (gateway, message) = try await held()
        for text in ["two", "three"] { try await gateway.start(text) }
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Hello", "two", "three"])

        // Put back while another one is on the wire, it waits for that.
        try await gateway.start("four")
        gateway.platform.answer(
            to: "four",
            .accepted("P4").meanwhile {
                _ = try await gateway.settle(message, sendAgain: true)
                let others = try await gateway.departWithoutSending()
                #expect(others.isEmpty)
            })
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Hello", "two", "three", "four", "Hello"])
    }

    @Test("A report proves it all the same", arguments: [true, false])
    func provedLater(inParts: Bool) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()]) { $0.unprovenSends = .hold }
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start(inParts ? "one|two" : "one").message
        try await gateway.drain()
        try await gateway.wait(.seconds(60))
        #expect(try await gateway.status(message) == .held)
        try await gateway.report(.delivered, on: gateway.platform.sends[0], platformID: "A1")
        try await gateway.drain()
        #expect(gateway.platform.texts == (inParts ? ["one", "two"] : ["one"]))
        #expect(try await gateway.status(message) == (inParts ? .sent : .delivered))
        #expect(try await gateway.outboxEntry(message) == nil)
    }

    @Test("What only waits its turn is no person's to decide")
    func notHeld() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        await #expect(throws: Refusal.self) { _ = try await gateway.settle(message, sendAgain: true) }
        await #expect(throws: Refusal.self) { _ = try await gateway.settle(message, sendAgain: false) }
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 1)
    }

    @Test("A STOP ends it, and its confirmation does not wait behind it", arguments: [true, false])
    func stopped(beforeItIsHeld: Bool) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()]) { $0.unprovenSends = .hold }
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        if !beforeItIsHeld { try await gateway.wait(.seconds(60)) }
        try await gateway.customerWrites("STOP")
        try await gateway.wait(.seconds(60))
        #expect(try await gateway.status(message) == .refused)
        #expect(gateway.platform.sends.count == 2)
        #expect(gateway.platform.texts.last?.contains("unsubscribed") == true)
    }
}
