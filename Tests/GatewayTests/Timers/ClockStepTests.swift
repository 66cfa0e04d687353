import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Timers, when the clock on the wall is set")
struct ClockStepTests {
    private func events(_ gateway: TestGateway) async throws -> String {
        try await gateway.conversationEvents().joined(separator: " ")
    }

    @Test("Set back: from when it is noticed nothing takes longer than its timer, and nothing happens twice")
    func back() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick(.seconds(60))
        try await gateway.tick(.seconds(-7200))
        try await gateway.tick(.seconds(599))
        #expect(try await events(gateway) == "created")
        try await gateway.tick(.seconds(1))
        #expect(try await events(gateway) == "created responseOverdue")
        try await gateway.tick(.seconds(-7200))
        try await gateway.tick(.seconds(1799))
        #expect(try await events(gateway) == "created responseOverdue")
        try await gateway.tick(.seconds(1))
        #expect(try await events(gateway) == "created responseOverdue inactive")
        try await gateway.tick(.seconds(-7200))
        try await gateway.tick(.seconds(86400))
        #expect(try await events(gateway) == "created responseOverdue inactive closed")
    }

    @Test("Set back by less than has gone by: what is due stays due when it was")
    func backALittle() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick(.seconds(300))
        try await gateway.tick(.seconds(-200))
        try await gateway.tick(.seconds(499))
        #expect(try await events(gateway) == "created")
        try await gateway.tick(.seconds(1))
        #expect(try await events(gateway) == "created responseOverdue")
    }

    @Test("Set back while nobody was there: noticed at the next start")
    func backWhileDown() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick()
        gateway.pass(.seconds(-7200))
        let next = try gateway.restarted()
        try await next.tick()
        try await next.tick(.seconds(600))
        #expect(try await events(next) == "created responseOverdue")
    }

    @Test("Set back with a crash before everybody was looked at: the next process does the rest")
    func backAndCrash() async throws {
        let gateway = try await TestGateway.make()
        for number in 0..<10 { try await gateway.customerWrites("Hello", from: "+49\(number)") }
        try await gateway.tick()
        gateway.pass(.seconds(-7200))
        let keeper = Timekeeper(
            gateway.parts.surroundings, store: gateway.store, meters: Meters(), batch: 3, logger: .quiet)
        try await gateway.store.write { [parts = gateway.parts] in try parts.timers.lookAtAll(in: $0) }
        try await keeper.step()
        let next = try gateway.restarted()
        try await next.tick()
        try await next.tick(.seconds(600))
        #expect(try await next.events(.conversationResponseOverdue).count == 10)
    }

    @Test("Set forward by far: one state further at most, and set right again nothing is lost for good")
    func forward() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("Hi")
        try await gateway.tick(.seconds(365 * 86400))
        #expect(try await events(gateway) == "created activated inactive")
        try await gateway.tick(.seconds(-365 * 86400))
        try await gateway.tick(.seconds(86399))
        #expect(try await events(gateway) == "created activated inactive")
        try await gateway.customerWrites("Still there")
        try await gateway.tick(.seconds(600))
        #expect(try await events(gateway) == "created activated inactive activated responseOverdue")
    }

    @Test("What was said while the clock was ahead counts from when it is set right")
    func messagesFromTheFuture() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.tick(.seconds(365 * 86400))
        try await gateway.customerWrites("Hello")
        try await gateway.reply("Hi")
        try await gateway.tick(.seconds(-365 * 86400))
        try await gateway.notify("News")
        try await gateway.tick(.seconds(1799))
        #expect(try await events(gateway) == "created activated")
        try await gateway.tick(.seconds(1))
        #expect(try await events(gateway) == "created activated inactive")
    }

    @Test("A clock that trembles has nobody looked at")
    func trembles() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick()
        for step in [-900, 900, -500, -400, 2000, -1000] {
            gateway.pass(.milliseconds(step))
            try await gateway.tick()
            #expect(try await !gateway.isRetiming())
        }
    }

    @Test("What waits for a retry waits no longer for a clock that is set back, while the gateway is there or not")
    func retries() async throws {
        for isThere in [true, false] {
            let gateway = try await TestGateway.make()
            try await gateway.tick()
            let now = gateway.now
            try await gateway.store.write { try $0.setAlive(at: now) }
            gateway.platform.answer(.status(429, retryAfter: 30))
            let message = try await gateway.start("Hello").message
            try await gateway.drain()
            gateway.pass(.seconds(-7200))
            let later = isThere ? gateway : try gateway.restarted()
            if isThere { try await later.tick() } else { try await later.parts.catchUp.begin() }
            try await later.wait(.milliseconds(29_999))
            #expect(try await later.status(message) == .queued)
            try await later.wait(.milliseconds(1))
            #expect(try await later.status(message) == .sent, "there: \(isThere)")
        }
    }
}
