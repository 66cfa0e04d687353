import Gateway
import GatewayModel
import Testing

@Suite("A possible opt-out, settled by a person")
struct SettlingTests {
    private func settle(_ message: Message, isOptOut: Bool, in gateway: TestGateway) async throws -> Message {
        try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.possibleOptOuts.settle(message.id, isOptOut: isOptOut, by: setup.agent, in: $0)
        }
    }

    @Test("Delivered and flagged; nothing is stopped and nothing is answered meanwhile")
    func flagged() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Please stop texting me")
        let message = try #require(try await gateway.transcript().first)
        #expect(message.mark == .possibleOptOut)
        #expect(try await !gateway.isStopped())
        try await gateway.reply("Are you sure?")
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Are you sure?"])
    }

    @Test("As an opt-out: on the list, and what waits is refused; as none: nothing", arguments: [true, false])
    func settled(isOptOut: Bool) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Please stop texting me")
        let message = try #require(try await gateway.transcript().first)
        let waiting = try await gateway.reply("Waiting")
        let settled = try await settle(message, isOptOut: isOptOut, in: gateway)
        #expect(settled.mark == (isOptOut ? .settledAsOptOut : .settledAsNoOptOut))
        #expect(try await gateway.isStopped() == isOptOut)
        #expect(try await gateway.status(waiting) == (isOptOut ? .refused : .queued))
        if isOptOut { #expect(try await gateway.stopEntry()?.actor == gateway.setup.agent.name) }
        #expect(try await gateway.events(.messageOptOutSettled).map(\.value) == [settled.mark?.rawValue])
        #expect(try await gateway.auditEntries().contains { $0.action == "opt-out.settle" })

        // It is settled: the other way is not open any more.
        await #expect(throws: Refusal.self) { try await self.settle(message, isOptOut: !isOptOut, in: gateway) }
        #expect(try await gateway.isStopped() == isOptOut)
    }

    @Test("There is nothing to settle about other messages", arguments: ["Hello", "STOP", "HELP"])
    func nothingToSettle(text: String) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites(text)
        let message = try #require(try await gateway.transcript().first)
        await #expect(throws: Refusal.self) { try await self.settle(message, isOptOut: true, in: gateway) }
    }
}
