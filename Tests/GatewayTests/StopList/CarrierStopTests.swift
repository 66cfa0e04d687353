import Gateway
import GatewayModel
import Testing

@Suite("The carrier's word that a recipient has opted out")
struct CarrierStopTests {
    @Test("A refusal of a send ends it, puts the recipient on the list, and refuses the rest")
    func refusedSend() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(410))
        let refused = try await gateway.start("One").message
        let behind = try await gateway.start("Two").message
        try await gateway.drain()
        let now = try await gateway.message(refused.id)
        #expect(now.status == .refused)
        #expect(now.statusReason?.code == "stopList")
        #expect(now.statusReason?.platformCode == "410")
        #expect(try await gateway.status(behind) == .refused)
        #expect(try await gateway.stopEntry()?.source == .carrier)
        #expect(gateway.platform.texts == ["One"])
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.texts == ["One"])
    }

    @Test("Of a send that began before the latest START it is old news", arguments: [true, false])
    func olderThanStart(startsMeanwhile: Bool) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        try await gateway.wait(.seconds(10))
        try await gateway.customerWrites("START")
        try await gateway.drain()
        try await gateway.wait(.seconds(10))
        gateway.platform.answer(
            .status(410).meanwhile {
                gateway.pass(.seconds(1))
                if startsMeanwhile { try await gateway.customerWrites("START") }
            })
        let message = try await gateway.notify("Hello")
        try await gateway.drain()
        #expect(try await gateway.status(message) == .refused)
        #expect(try await gateway.isStopped() == !startsMeanwhile)
    }

    @Test("After an administrator lifted it, the carrier's word counts: its block still stands")
    func afterAdministrator() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop()
        gateway.platform.answer(
            .status(410).meanwhile {
                gateway.pass(.seconds(1))
                try await gateway.stop()
                _ = try await gateway.store.write { [parts = gateway.parts] in
                    try parts.stopList.lift(
                        TestGateway.customerAddress, at: TestGateway.sales, source: .administrator, actor: "test",
                        in: $0)
                }
            })
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.stopList.lift(
                TestGateway.customerAddress, at: TestGateway.sales, source: .administrator, actor: "test", in: $0)
        }
        try await gateway.notify("Hello")
        try await gateway.drain()
        #expect(try await gateway.isStopped())
    }

    @Test("In a delivery report it counts alike", arguments: [true, false])
    func report(startedSince: Bool) async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.notify("Hello")
        try await gateway.drain()
        gateway.pass(.seconds(5))
        if startedSince { try await gateway.customerWrites("START") }
        let waiting = try await gateway.notify("Waiting")
        try await gateway.report(
            .failed, on: gateway.platform.sends.first, platformID: "P1", hasOptedOut: true, failure: "optedOut")
        #expect(try await gateway.status(message) == .failed)
        #expect(try await gateway.message(message.id).statusReason?.code == "optedOut")
        #expect(try await gateway.isStopped() == !startedSince)
        #expect(try await gateway.status(waiting) == (startedSince ? .queued : .refused))
    }

    @Test("A failure that says nothing of it stops nobody")
    func ordinaryFailure() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(400))
        try await gateway.notify("Hello")
        try await gateway.drain()
        #expect(try await !gateway.isStopped())
        #expect(try await gateway.stopEntry() == nil)
    }
}
