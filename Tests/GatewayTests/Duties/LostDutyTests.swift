import GatewayModel
import Synchronization
import Testing

@testable import Gateway

@Suite("Duties: what was under way on a node that loses them", .timeLimit(.minutes(5)))
struct LostDutyTests {
    /// A gateway that shares its store, and holds every duty.
    private struct Node {
        let gateway: TestGateway
        let rota: DutyRota
        let holding: Holding
        private let time: Time

        private final class Time: Sendable {
            let passed = Mutex(Duration.zero)
        }

        init() async throws {
            let time = Time()
            self.time = time
            gateway = try await TestGateway.make(
                connectors: [LookUpConnector()],
                duties: DutyTerms(node: 1, elapsed: { time.passed.withLock { $0 } }))
            rota = try #require(gateway.parts.rota)
            await rota.look()
            var holdings = rota.holdings(of: .sending).makeAsyncIterator()
            holding = try #require(await holdings.next())
        }

        func pass(_ duration: Duration) { time.passed.withLock { $0 += duration } }

        /// Another node takes the duty, and takes back what is under way.
        func lose() async throws {
            try await gateway.store.write { try $0.put(DutyRecord(.sending, holder: 2, fence: 2)) }
            try await Holding.$current.withValue(nil) { try await gateway.parts.worker.takeBack(everything: true) }
        }

        func drain() async throws {
            try await Holding.$current.withValue(holding) { try await gateway.parts.worker.drain() }
        }
    }

    @Test("The platform's yes counts, though it comes to a node that has nothing to say any more")
    func lateYes() async throws {
        let node = try await Node()
        let gateway = node.gateway
        let message = try await gateway.start("Hello").message
        let next = try await gateway.start("Next").message
        gateway.platform.answer(.accepted("A1").meanwhile { try await node.lose() })
        await #expect(throws: OffDuty.self) { try await node.drain() }
        #expect(node.holding.isLost)
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.platformIDs(message) == ["A1"])
        #expect(try await gateway.outboxEntry(message) == nil)
        // What comes behind it is the next holder's.
        #expect(try await gateway.outboxEntry(next)?.state == .ready)
        #expect(gateway.platform.texts == ["Hello"])
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.texts == ["Hello", "Next"])
    }

    @Test("A yes that comes after the next holder has taken the message up again")
    func laterYes() async throws {
        let node = try await Node()
        let gateway = node.gateway
        let message = try await gateway.start("Hello").message
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                try await node.lose()
                // It looks the message up.
                let departures = try await Holding.$current.withValue(nil) { try await gateway.departWithoutSending() }
                #expect(departures.count == 1)
            })
        await #expect(throws: OffDuty.self) { try await node.drain() }
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.outboxEntry(message)?.state == .leased)
        gateway.pass(.seconds(61))
        try await gateway.parts.worker.takeBack(everything: false)
        try await gateway.drain()
        #expect(try await gateway.outboxEntry(message) == nil)
        #expect(gateway.platform.texts == ["Hello"])
    }

    @Test("A no tells nothing any more")
    func lateNo() async throws {
        let node = try await Node()
        let gateway = node.gateway
        let message = try await gateway.start("Hello").message
        gateway.platform.answer(.notConnected.meanwhile { try await node.lose() })
        await #expect(throws: OffDuty.self) { try await node.drain() }
        #expect(try await gateway.status(message) == .unknown)
        #expect(try await gateway.attempts(message).map(\.outcome) == [.unknown])
    }

    @Test("Paused between its decision and the call, it makes no call once somebody else has the duty")
    func paused() async throws {
        let node = try await Node()
        let gateway = node.gateway
        let message = try await gateway.start("Hello").message
        node.pass(.seconds(11))
        let drained = Task { try await node.drain() }
        while try await gateway.outboxEntry(message)?.state != .leased { await Task.yield() }
        try await node.lose()
        await node.rota.look()
        await #expect(throws: OffDuty.self) { try await drained.value }
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.status(message) == .unknown)
    }

    @Test("Paused for a moment only, it makes the call with its next beat")
    func slow() async throws {
        let node = try await Node()
        let gateway = node.gateway
        let message = try await gateway.start("Hello").message
        node.pass(.seconds(11))
        let drained = Task { try await node.drain() }
        while try await gateway.outboxEntry(message)?.state != .leased { await Task.yield() }
        #expect(gateway.platform.sends.isEmpty)
        await node.rota.look()
        try await drained.value
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("A call that would begin after the lease of its message is not made, on one node either")
    func leaseRanOut() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        let message = try await gateway.start("Hello").message
        let departures = try await gateway.departWithoutSending()
        #expect(departures.count == 1)
        gateway.pass(.seconds(60))
        await gateway.parts.worker.deliver(try #require(departures.first))
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.outboxEntry(message)?.state == .leased)
    }

    @Test("A bell can be listened to again")
    func bell() async {
        let bell = Bell()
        for _ in 0..<3 {
            var count = 0
            for await _ in bell.rings {
                count += 1
                if count == 1 { bell.ring() } else { bell.silence() }
            }
            #expect(count == 2)
            bell.ring()
        }
    }
}
