import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Outbox: a process that dies")
struct CrashTests {
    @Test("What was accepted leaves after the restart")
    func beforeLeaving() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        let next = try gateway.restarted()
        try await next.parts.worker.takeBack(everything: true)
        try await next.drain()
        #expect(try await next.status(message) == .sent)
        #expect(gateway.platform.texts == ["Hello"])
    }

    @Test("What was under way is taken back as unknown, looked up, and not sent blindly", arguments: [true, false])
    func underWay(arrived: Bool) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        let message = try await gateway.start("Hello").message
        _ = try await gateway.departWithoutSending()
        #expect(try await gateway.status(message) == .sending)

        let next = try gateway.restarted(connectors: [LookUpConnector()])
        try await next.parts.worker.takeBack(everything: true)
        #expect(try await next.status(message) == .unknown)
        #expect(try await next.message(message.id).statusReason?.code == "unproven")
        #expect(try await next.attempts(message).map(\.outcome) == [.unknown])
        if arrived { gateway.platform.listing(.accepted("A1")) }
        try await next.drain()
        #expect(gateway.platform.sends.isEmpty)
        try await next.wait(.seconds(60))
        #expect(try await next.status(message) == .sent)
        #expect(gateway.platform.sends.count == (arrived ? 0 : 1))
        #expect(try await next.attempts(message).map(\.isPossibleDuplicate) == (arrived ? [false] : [false, true]))
    }

    @Test("A lease that has not run out is left alone; one that has is taken back")
    func leases() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        _ = try await gateway.departWithoutSending()
        gateway.pass(.milliseconds(59_999))
        try await gateway.parts.worker.takeBack(everything: false)
        #expect(try await gateway.outboxEntry(message)?.state == .leased)
        gateway.pass(.milliseconds(1))
        try await gateway.parts.worker.takeBack(everything: false)
        #expect(try await gateway.outboxEntry(message)?.state == .ready)
        #expect(try await gateway.status(message) == .unknown)
    }

    @Test("More than one batch is taken back")
    func many() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] transaction in
            for number in 0..<1100 {
                let request = Notifications.Request(to: .one("+49\(number)"), text: "Hello")
                _ = try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: transaction)
            }
        }
        for _ in 0..<2 { _ = try await gateway.departWithoutSending(limit: 550) }
        try await gateway.parts.worker.takeBack(everything: true)
        let left = try await gateway.store.read { try $0.leasedEntries(expiredBy: .distantFuture, limit: 10_000) }
        #expect(left.isEmpty)
    }

    @Test("An answer that the store takes only at the second time is not asked for again", arguments: [false, true])
    func answerStoredLate(isStoredUnheard: Bool) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                gateway.store.breakWrites(1, afterStoring: isStoredUnheard)
                gateway.pass(.milliseconds(1))
            },
            .accepted("A2"))
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        if isStoredUnheard {
            // Its second part was on its way when the answer was lost: nobody sends that blindly.
            #expect(gateway.platform.texts == ["one"])
            gateway.pass(.seconds(60))
            try await gateway.parts.worker.takeBack(everything: false)
            gateway.platform.listing(.accepted(""))
            try await gateway.drain()
            try await gateway.wait(.seconds(60))
        }
        #expect(try await gateway.status(message) == .sent)
        #expect(gateway.platform.texts == ["one", "two"])
        let outcomes = try await gateway.attempts(message).map(\.outcome)
        #expect(outcomes == (isStoredUnheard ? [.accepted, .unknown, .accepted] : [.accepted, .accepted]))
    }

    @Test("An answer that could not be stored while its lease lasted is found out, not forgotten")
    func answerNotStored() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                gateway.store.breakWrites(1)
                gateway.pass(.seconds(60))
            })
        gateway.platform.listing(.accepted("A1"))
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sending)
        try await gateway.parts.worker.takeBack(everything: false)
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
        #expect(gateway.platform.sends.count == 1)
    }

    @Test("A second part under way is looked up; the first is never repeated")
    func secondPart() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        let message = try await gateway.start("one|two").message
        try await gateway.drain()
        gateway.pass(.seconds(1))
        _ = try await gateway.departWithoutSending()
        let next = try gateway.restarted()
        try await next.parts.worker.takeBack(everything: true)
        try await next.drain()
        try await next.wait(.seconds(60))
        #expect(gateway.platform.texts == ["one", "two"])
        #expect(try await next.status(message) == .sent)
    }

    @Test("A yes that comes after the lease ran out still counts")
    func lateYes() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                gateway.pass(.seconds(61))
                try await gateway.parts.worker.takeBack(everything: false)
            })
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.platformIDs(message) == ["A1"])
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.sends.count == 1)
    }

    @Test("A no that comes after the lease ran out sends nothing beside the one who has it now")
    func lateNo() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(
            .notConnected.meanwhile {
                gateway.pass(.seconds(61))
                try await gateway.parts.worker.takeBack(everything: false)
                // Somebody else has it now, and asks for it.
                let departures = try await gateway.departWithoutSending()
                #expect(departures.count == 1)
            })
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        #expect(try await gateway.outboxEntry(message)?.state == .leased)
        #expect(try await gateway.status(message) == .unknown)
        #expect(gateway.platform.sends.count == 1)
    }
}
