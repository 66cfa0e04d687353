import ConnectorKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Outbox: delivery reports")
struct ReportTests {
    @Test(
        "Status only goes forward",
        arguments: [
            ("delivered", "delivered"), ("delivered sent", "delivered"), ("read delivered sent", "read"),
            ("sent", "sent"), ("failed", "failed"), ("failed delivered", "failed"), ("delivered failed", "delivered"),
            ("read failed", "read"), ("delivered read", "read"), ("delivered delivered", "delivered"),
            ("failed failed sent", "failed"), ("queued", "sent"), ("sending sent queued", "sent"),
        ])
    func forwardOnly(reports: String, end: String) async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        for report in reports.split(separator: " ") {
            let status = try #require(DeliveryStatus(rawValue: String(report)))
            try await gateway.report(status, on: gateway.platform.sends[0], platformID: "P1")
        }
        #expect(try await gateway.status(message).rawValue == end)
        let told = try await gateway.events(.messageStatusChanged).compactMap(\.value)
        #expect(Set(told).count == told.count, "each status is told once: \(told)")
    }

    @Test("Found by the platform's id where it carries no reference of ours")
    func byPlatformID() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        try await gateway.report(.delivered, on: nil, platformID: "P1")
        #expect(try await gateway.status(message) == .delivered)
    }

    @Test("One that comes before the answer is kept and applied", arguments: [true, false])
    func early(withReference: Bool) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                let call = gateway.platform.sends[0]
                try await gateway.report(.sent, on: call, platformID: "A1", withReference: withReference)
                try await gateway.report(.delivered, on: call, platformID: "A1", withReference: withReference)
            })
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        #expect(try await gateway.status(message) == .delivered)
        #expect(try await gateway.outboxEntry(message) == nil)
    }

    @Test("One for nobody is kept quietly, and harms nothing")
    func forNobody() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        for part in [nil, "msg_0000000000001.0", "\(message.id).7"] {
            let report = TestWire.Report(part: part, platformID: "X", status: "failed", hasOptedOut: true)
            try await gateway.deliver([TestWire(id: "r", to: TestGateway.salesNumber, report: report)])
        }
        #expect(try await gateway.status(message) == .sent)
        #expect(try await !gateway.isStopped())
    }

    /// When a report comes that proves a send whose answer never did.
    enum Moment: CaseIterable {
        case beforeTheCut
        case beforeTheLookUp
        case duringTheLookUp
        case duringAFailingLookUp
        case beforeTheSecondLookUp
    }

    @Test("It proves acceptance, whenever it comes; nothing is sent twice", arguments: Moment.allCases)
    func proves(moment: Moment) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        let report: @Sendable () async throws -> Void = {
            try await gateway.report(.delivered, on: gateway.platform.sends[0], platformID: "A1")
        }
        switch moment {
        case .beforeTheCut: gateway.platform.answer(.cutOff.meanwhile(report))
        case .duringTheLookUp:
            gateway.platform.answer(.cutOff)
            gateway.platform.listing(.accepted("").meanwhile(report))
        case .duringAFailingLookUp:
            gateway.platform.answer(.cutOff)
            gateway.platform.listing(.notConnected.meanwhile(report))
        case .beforeTheLookUp: break
        case .beforeTheSecondLookUp: gateway.platform.answer(.cutOff)
        }
        let message = try await gateway.start("one|two").message
        if moment == .beforeTheLookUp {
            try await gateway.leaveUnknown()
            try await report()
        }
        try await gateway.drain()
        if moment == .beforeTheSecondLookUp { try await report() }
        try await gateway.drain()
        #expect(gateway.platform.texts.filter { $0 == "two" }.count == 1)
        #expect(gateway.platform.texts.filter { $0 == "one" }.count <= 1)
        #expect(try await gateway.status(message) == .sent)
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.texts.filter { $0 == "one" }.count <= 1)
        #expect(try await gateway.outboxEntry(message) == nil)
    }

    @Test("The reason of a failure is kept with the message")
    func reason() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        try await gateway.report(.failed, on: gateway.platform.sends[0], platformID: "P1", failure: "landline")
        #expect(try await gateway.message(message.id).statusReason?.code == "landline")
    }
}

extension TestGateway {
    /// The first part left in a process that died; nobody has asked for it yet.
    fileprivate func leaveUnknown() async throws {
        let departure = try #require(try await departWithoutSending().first)
        platform.answer(.accepted("A1"))
        _ = try await platform.exchange(departure.call(self))
        try await parts.worker.takeBack(everything: true)
    }
}

extension Departure {
    fileprivate func call(_ gateway: TestGateway) -> HTTPCall {
        let app = AppAccess(id: gateway.setup.app.id, settings: [:], secrets: Secrets([:]))
        return TestCall(
            Dispatch(
                part: record.part, reference: reference, to: entry.customer, from: connection.address, app: app,
                connectionSettings: [:], webhookAddress: { $0 }), .send
        ).httpCall
    }
}
