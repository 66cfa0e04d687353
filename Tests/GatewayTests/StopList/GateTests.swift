import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("The gate: nothing leaves for somebody who is stopped")
struct GateTests {
    /// How somebody comes onto the list. The bare row shows that the gate alone is enough, whatever was refused before.
    enum Stop: CaseIterable {
        case byWord
        case byAdministrator
        case byBareRow
    }

    @Test("On every way out", arguments: GatePath.all, Stop.allCases)
    func everyPath(path: GatePath, how: Stop) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        let sentBefore = Mutex<Int?>(nil)
        try await path.walk(gateway) {
            try await stop(how, in: gateway)
            sentBefore.withLock { $0 = gateway.platform.sends.count }
        }
        for pause in [0, 1, 5, 60, 60, 600, 3600, 86_401] { try await gateway.wait(.seconds(pause)) }

        let before = try #require(sentBefore.withLock { $0 })
        let after = gateway.platform.texts.dropFirst(before)
        // The one confirmation is the only exemption.
        #expect(after.allSatisfy { $0.contains("You are unsubscribed") }, "\(after)")
        #expect(after.count == (how == .byWord ? 1 : 0))
        // And nothing vanished: whatever has not left says so.
        let unsent = try await gateway.messagesOnOutbox()
        #expect(unsent == 0)
    }

    @Test("The confirmation passes while its recipient is stopped, also as a retry and in parts")
    func confirmationPasses() async throws {
        let gateway = try await TestGateway.make { $0.optOut.stopReply = "bye|bye bye" }
        gateway.platform.answer(.status(503), .accepted("A1"), .notConnected)
        try await gateway.customerWrites("STOP")
        try await gateway.drain()
        for _ in 0..<3 { try await gateway.wait(.seconds(10)) }
        #expect(gateway.platform.texts == ["bye", "bye", "bye bye", "bye bye"])
        let confirmation = try #require(try await gateway.transcript().last)
        #expect(confirmation.status == .sent)
        #expect(try await gateway.isStopped())
    }

    @Test("Nothing leaves an archived contact point, not even the confirmation")
    func archived() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        let other = try await gateway.notify("Hello", to: "+4999")
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.remove(TestGateway.sales, by: "test", in: $0)
        }
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.message(other.id).statusReason?.code == "contactPointArchived")
        let refusal = await #expect(throws: Refusal.self) { try await gateway.notify("More", to: "+4999") }
        #expect(refusal?.code == "contact-point-archived")
    }

    private func stop(_ how: Stop, in gateway: TestGateway) async throws {
        switch how {
        case .byWord: try await gateway.customerWrites("STOP")
        case .byAdministrator: try await gateway.stop()
        case .byBareRow:
            try await gateway.store.write { [now = gateway.now] in
                try $0.put(
                    StopEntry(
                        contactPoint: TestGateway.sales, address: TestGateway.customerAddress, isStopped: true,
                        source: .import, actor: "test", since: now))
            }
        }
    }
}
