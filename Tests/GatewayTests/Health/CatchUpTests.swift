import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Synchronization
import Testing

@testable import Gateway

@Suite("Catching up on what came while the gateway was down")
struct CatchUpTests {
    @Test("Missed messages are stored once, in the order of the platform, whichever way each came first")
    func once() async throws {
        let (gateway, script) = try await Self.down()
        let start = gateway.clock.now
        for number in 0..<250 {
            let moment = start + .milliseconds(number * 100)
            script.takesIn(
                "text \(number)", from: TestGateway.customer, to: TestGateway.salesNumber, at: moment, id: "M\(number)")
        }
        gateway.pass(.seconds(3600))
        let later = try await Self.up(gateway, script)
        // One of them comes as a webhook, too, before and after.
        let again = TestWire(
            id: "M0", to: TestGateway.salesNumber, from: TestGateway.customer, text: "text 0")
        try await later.deliver([again])
        #expect(try await later.parts.catchUp.drain() == 249)
        try await later.deliver([again])
        #expect(try await later.parts.catchUp.drain() == 0)
        #expect(try await later.transcript().map(\.text) == (0..<250).map { "text \($0)" })
        let told = try await later.events(.connectionCaughtUp).compactMap { $0.value.flatMap { Int($0) } }
        #expect(told.reduce(0, +) == 249)
    }

    @Test("Nothing is fetched at the very first start, and what is noted survives failures and another crash")
    func retry() async throws {
        let (gateway, script) = try await Self.down()
        #expect(script.asked.withLock { $0.isEmpty })
        let start = gateway.clock.now
        script.takesIn("missed", from: TestGateway.customer, to: TestGateway.salesNumber, at: start, id: "M")
        gateway.pass(.seconds(3600))
        let second = try await Self.up(gateway, script)
        script.refuse(2)
        #expect(try await second.parts.catchUp.drain() == 0)
        // Alive again, and killed again: the earlier moment is what counts.
        second.pass(.seconds(3600))
        let third = try await Self.up(second, script)
        third.store.breakWrites(1)
        await #expect(throws: (any Error).self) { try await third.parts.catchUp.drain() }
        #expect(try await third.transcript().isEmpty)
        #expect(try await third.parts.catchUp.drain() == 1)
        #expect(try await third.transcript().map(\.text) == ["missed"])
        let asked = script.asked.withLock { $0 }
        #expect(Set(asked).count == 1)
        #expect(asked.allSatisfy { $0 < start })
        // Settled: nobody asks again.
        #expect(try await third.parts.catchUp.drain() == 0)
        #expect(script.asked.withLock { $0.count } == asked.count)
    }

    @Test("STOP and START keep their order, to whichever number of a contact point each was sent")
    func stopOrder() async throws {
        let second = "+15550003"
        for (first, then, isStopped) in [("STOP", "START", false), ("START", "STOP", true)] {
            let (gateway, script) = try await Self.down()
            try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
                _ = try parts.connections.create(
                    at: TestGateway.sales, app: setup.app.id, address: second, Connections.Choices(), by: "test",
                    in: $0)
            }
            let start = gateway.clock.now
            // The one that came last stands at the connection that is asked first.
            script.takesIn(
                then, from: TestGateway.customer, to: TestGateway.salesNumber, at: start + .seconds(20), id: "B")
            script.takesIn(first, from: TestGateway.customer, to: second, at: start + .seconds(10), id: "A")
            gateway.pass(.seconds(3600))
            let later = try await Self.up(gateway, script)
            #expect(try await later.parts.catchUp.drain() == 2)
            #expect(try await later.isStopped() == isStopped, "\(first), then \(then)")
        }
    }

    @Test("A missed STOP refuses what waits, before it can leave")
    func stopRefuses() async throws {
        let (gateway, script) = try await Self.down()
        let waiting = try await gateway.start("Are you there?").message
        script.takesIn(
            "STOP", from: TestGateway.customer, to: TestGateway.salesNumber, at: gateway.clock.now, id: "S")
        gateway.pass(.seconds(60))
        let later = try await Self.up(gateway, script)
        #expect(try await later.parts.catchUp.drain() == 1)
        try await later.drain()
        #expect(try await later.status(waiting) == .refused)
        #expect(!later.platform.texts.contains("Are you there?"))
    }

    @Test("Until it is known what was missed, only what misses nothing may leave", arguments: [true, false])
    func waits(isAsked: Bool) async throws {
        let gateway = try await TestGateway.make(
            connectors: [isAsked ? WatchedConnector(script: WatchScript()) : TestConnector()])
        try await gateway.start("Are you there?")
        let departures = Departures(gateway.parts.surroundings, rule: RetryRule())
        func gone(_ connections: Departures.Connections) async throws -> Int {
            try await gateway.store.write {
                try departures.next(limit: 9, of: connections, in: $0).departures.count
            }
        }
        #expect(try await gone(.thoseThatMissNothing) == (isAsked ? 0 : 1))
        #expect(try await gone(.all) == (isAsked ? 1 : 0))
    }

    @Test("Only what may have been missed is asked for, and never more than a week")
    func since() async throws {
        for (away, asked) in [(60, 360), (3600, 3900), (30 * 24 * 3600, 7 * 24 * 3600)] {
            let (gateway, script) = try await Self.down()
            gateway.pass(.seconds(away))
            let later = try await Self.up(gateway, script)
            try await later.parts.catchUp.drain()
            let now = later.clock.now
            #expect(script.asked.withLock { Set($0) } == [now - .seconds(asked)], "away for \(away) s")
        }
    }

    @Test("What was refused while the store failed is asked for once it is back, and until the platform's list has it")
    func refused() async throws {
        let (gateway, script) = try await Self.down()
        let wire = TestWire(
            id: "M1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "Is anybody there?")
        let before = script.asked.withLock { $0.count }
        gateway.store.breakWrites(2)
        await #expect(throws: (any Error).self) { try await gateway.deliver([wire]) }
        await #expect(throws: (any Error).self) { try await gateway.parts.refusedWebhooks.writeDown() }
        let refusedAt = gateway.now
        // Not on the list yet.
        try await gateway.parts.refusedWebhooks.writeDown()
        #expect(try await gateway.parts.catchUp.drain() == 0)
        script.takesIn(
            "Is anybody there?", from: TestGateway.customer, to: TestGateway.salesNumber, at: gateway.now, id: "M1")
        gateway.pass(RefusedWebhooks.lag)
        try await gateway.parts.refusedWebhooks.writeDown()
        #expect(try await gateway.parts.catchUp.drain() == 1)
        #expect(try await gateway.transcript().map(\.text) == ["Is anybody there?"])
        // Nobody asks again.
        gateway.pass(RefusedWebhooks.lag)
        try await gateway.parts.refusedWebhooks.writeDown()
        #expect(try await gateway.parts.catchUp.drain() == 0)
        let asked = script.asked.withLock { $0.dropFirst(before) }
        let app = gateway.setup.app.id
        let connections = try await gateway.store.read { try $0.connections(of: app).count }
        #expect(asked.count == 2 * connections && Set(asked) == [refusedAt - MissedMessages.overlap])
    }

    @Test("A request that is refused for what it is has nothing asked for")
    func rejected() async throws {
        let (gateway, script) = try await Self.down()
        let before = script.asked.withLock { $0.count }
        _ = try await gateway.deliver([], secret: "wrong")
        gateway.pass(RefusedWebhooks.lag)
        try await gateway.parts.refusedWebhooks.writeDown()
        try await gateway.parts.catchUp.drain()
        #expect(script.asked.withLock { $0.count } == before)
    }

    @Test("A missed STOP counts, and is confirmed only if it was sent a moment ago", arguments: [290, 310])
    func lateConfirmation(seconds: Int) async throws {
        let (gateway, script) = try await Self.down()
        script.takesIn(
            "STOP", from: TestGateway.customer, to: TestGateway.salesNumber, at: gateway.clock.now, id: "S")
        gateway.pass(.seconds(seconds))
        let later = try await Self.up(gateway, script)
        #expect(try await later.parts.catchUp.drain() == 1)
        try await later.drain()
        #expect(try await later.isStopped())
        #expect(later.platform.sends.count == (seconds < 300 ? 1 : 0))
    }

    /// A gateway that was alive a moment ago and is down now.
    private static func down() async throws -> (TestGateway, WatchScript) {
        let script = WatchScript()
        let gateway = try await TestGateway.make(connectors: [WatchedConnector(script: script)])
        try await gateway.parts.catchUp.begin()
        try await gateway.parts.catchUp.drain()
        let now = gateway.clock.now
        try await gateway.store.write { try $0.setAlive(at: now) }
        return (gateway, script)
    }

    private static func up(_ gateway: TestGateway, _ script: WatchScript) async throws -> TestGateway {
        let later = try gateway.restarted(connectors: [WatchedConnector(script: script)])
        try await later.parts.catchUp.begin()
        let now = later.clock.now
        try await later.store.write { try $0.setAlive(at: now) }
        return later
    }
}
