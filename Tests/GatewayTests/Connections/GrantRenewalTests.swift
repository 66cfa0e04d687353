import ConnectorKit
import ConnectorTestKit
import GatewayModel
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

@Suite("Renewing what platforms granted for a time", .timeLimit(.minutes(5)))
struct GrantRenewalTests {
    @Test("Before it ends, once, for each connection by itself; and what comes next is stored, and due in its turn")
    func renews() async throws {
        let gateway = try await TestGateway.renewing()
        #expect(try await gateway.renew() == nil, "nothing ends")
        try await gateway.grant("a1")
        gateway.pass(.seconds(60))
        try await gateway.grant("b1", to: TestGateway.serviceNumber)
        let due = try #require(try await gateway.renew())
        #expect(due - gateway.clock.now == .seconds(6000 - 60) && gateway.renewals.isEmpty)
        gateway.pass(.seconds(6000 - 61))
        _ = try await gateway.renew()
        #expect(gateway.renewals.isEmpty)

        gateway.pass(.seconds(1))
        gateway.platform.naming(.accepted("a2"))
        _ = try await gateway.renew()
        #expect(gateway.renewals == ["a1"])
        #expect(try await gateway.kept() == "a2")
        #expect(try await gateway.kept(for: TestGateway.serviceNumber) == "b1")
        let next = try await gateway.renew()
        #expect(next.map { $0 - gateway.clock.now } == .seconds(60), "the other one")
        gateway.pass(.seconds(60))
        gateway.platform.naming(.accepted("b2"))
        _ = try await gateway.renew()
        gateway.pass(.seconds(7200 - 60))
        gateway.platform.naming(.accepted("a3"))
        _ = try await gateway.renew()
        #expect(gateway.renewals == ["a1", "b1", "a2"])
        #expect(try await gateway.kept() == "a3")

        let audit = try await gateway.auditEntries().filter { $0.action == "platform-app.renew" }
        #expect(audit.count == 3 && audit.allSatisfy { $0.actor == "gateway" })
        #expect(audit.contains { $0.after?.contains("grant.\(TestGateway.salesNumber): ‹secret›") == true })
        let told = "\(try await gateway.auditEntries())"
        for token in ["a1", "a2", "a3", "b1", "b2"] { #expect(!told.contains("\(token) ")) }
        #expect(try await gateway.connection().state == .connected)
    }

    @Test("A platform that is down is left alone for a while, longer each time, and as long as it wants")
    func waits() async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        for (answer, wait) in [
            (FakePlatform.Answer.status(503), 15), (.cutOff, 30), (.notConnected, 60),
            (.status(429, retryAfter: 900), 900),
            (.status(503), 240), (.status(503), 300), (.status(503), 300),
        ] {
            let calls = gateway.renewals.count
            gateway.platform.naming(answer)
            _ = try await gateway.renew()
            #expect(gateway.renewals.count == calls + 1)
            let next = try #require(try await gateway.renew())
            #expect(next - gateway.clock.now == .seconds(wait))
            gateway.pass(.seconds(wait - 1))
            _ = try await gateway.renew()
            #expect(gateway.renewals.count == calls + 1)
            gateway.pass(.seconds(1))
        }
        gateway.platform.naming(.accepted("a2"))
        _ = try await gateway.renew()
        #expect(try await gateway.kept() == "a2")
        #expect(Set(gateway.renewals) == ["a1"])
        // A new process tries at once, whatever the last one waited for.
        gateway.pass(.seconds(3 * 3600))
        gateway.platform.naming(.status(503))
        _ = try await gateway.renew()
        let other = try gateway.restarted(connectors: [RenewingConnector()])
        gateway.platform.naming(.accepted("a3"))
        _ = try await other.renew()
        #expect(try await other.kept() == "a3")
    }

    @Test("What is refused is forgotten and not tried again, and the checklist is due at once; a new login begins anew")
    func refused() async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        try await gateway.parts.checklists.drain()
        let due: () async throws -> [ID<Connection>] = {
            try await gateway.store.read { [now = gateway.clock.now] in
                try $0.connectionsDueForCheck(by: now, limit: 10)
            }
        }
        #expect(try await due().isEmpty)
        gateway.platform.naming(.status(400))
        _ = try await gateway.renew()
        #expect(try await gateway.kept() == nil)
        #expect(try await due() == [gateway.setup.salesConnection])
        #expect(try await gateway.renew() == nil)
        gateway.pass(.seconds(24 * 3600))
        #expect(try await gateway.renew() == nil)
        #expect(gateway.renewals == ["a1"])

        try await gateway.grant("c1")
        gateway.passUntilDue()
        gateway.platform.naming(.accepted("c2"))
        _ = try await gateway.renew()
        #expect(try await gateway.kept() == "c2")
    }

    @Test("Who signs in anew while it is renewed has the last word", arguments: [200, 400])
    func overtaken(status: Int) async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        let answer = status == 200 ? FakePlatform.Answer.accepted("a2") : .status(status)
        gateway.platform.naming(answer.meanwhile { try await gateway.grant("c1") })
        _ = try await gateway.renew()
        #expect(try await gateway.kept() == "c1")
        _ = try await gateway.renew()
        #expect(gateway.renewals == ["a1"])
        #expect(try await gateway.auditEntries().allSatisfy { $0.action != "platform-app.renew" })
    }

    @Test("A store that fails for a moment loses nothing of it")
    func brokenStore() async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        gateway.platform.naming(.accepted("a2").meanwhile { gateway.store.breakWrites(1) })
        _ = try await gateway.renew()
        #expect(try await gateway.kept() == "a2")
        #expect(gateway.renewals == ["a1"])
    }

    @Test("A send that was refused because the old one had ended goes on by itself; an older refusal needs more")
    func aftermath() async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        let refuse = { @Sendable in
            gateway.platform.answer(.status(401))
            let message = try await gateway.notify("Hello")
            try await gateway.drain()
            #expect(try await gateway.connection().state == .needsReconnect)
            return message
        }
        gateway.platform.naming(.accepted("a2").meanwhile { _ = try await refuse() })
        _ = try await gateway.renew()
        _ = try await gateway.renew()
        #expect(try await gateway.connection().state == .connected)
        try await gateway.wait(.seconds(5))
        #expect(gateway.platform.texts == ["Hello", "Hello"])

        gateway.pass(.seconds(120))
        _ = try await refuse()
        gateway.pass(RenewingConnector.life)
        gateway.platform.naming(.accepted("a3"))
        for _ in 0..<2 { _ = try await gateway.renew() }
        #expect(try await gateway.kept() == "a3")
        #expect(try await gateway.connection().state == .needsReconnect)
    }

    @Test("Told to stop, it stores what the call that is under way brings, and begins no other")
    func gracefulStop() async throws {
        let gateway = try await TestGateway.renewing()
        for number in [TestGateway.salesNumber, TestGateway.serviceNumber] { try await gateway.grant("a1", to: number) }
        gateway.passUntilDue()
        try await testGracefulShutdown { trigger in
            for _ in 0..<2 {
                gateway.platform.naming(.accepted("a2").meanwhile { trigger.triggerGracefulShutdown() })
            }
            try await gateway.parts.grantRenewal.run()
        }
        let kept = [try await gateway.kept(), try await gateway.kept(for: TestGateway.serviceNumber)]
        #expect(kept.contains("a2"))
        #expect(gateway.renewals.count == kept.count { $0 == "a2" })
    }

    @Test("A checklist does not run before it was tried to renew what ended")
    func order() async throws {
        let gateway = try await TestGateway.renewing()
        try await gateway.grant("a1")
        gateway.pass(.seconds(24 * 3600))
        let checked: @Sendable () async throws -> ChecklistResult? = {
            try await gateway.store.read { [id = gateway.setup.salesConnection] in try $0.checklist(of: id) }
        }
        try await testGracefulShutdown { trigger in
            gateway.platform.naming(
                .accepted("a2").meanwhile {
                    let result = try await checked()
                    #expect(result == nil)
                })
            try await withThrowingTaskGroup { group in
                group.addTask { try await gateway.parts.checklists.run() }
                group.addTask { try await gateway.parts.grantRenewal.run() }
                while try await checked() == nil { await Task.yield() }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(try await gateway.kept() == "a2")
    }
}

@Suite("Renewing on many nodes", .timeLimit(.minutes(5)))
struct GrantRenewalDutyTests {
    private static func node() async throws -> (gateway: TestGateway, rota: DutyRota, holding: Holding) {
        let gateway = try await TestGateway.renewing(duties: DutyTerms(node: 1, elapsed: { .zero }))
        let rota = try #require(gateway.parts.rota)
        await rota.look()
        var holdings = rota.holdings(of: .checklists).makeAsyncIterator()
        return (gateway, rota, try #require(await holdings.next()))
    }

    private static func lose(_ gateway: TestGateway) async throws {
        try await Holding.$current.withValue(nil) {
            try await gateway.store.write { try $0.put(DutyRecord(.checklists, holder: 2, fence: 2)) }
        }
    }

    @Test("Whose duty it is not makes no call")
    func notOurs() async throws {
        let (gateway, rota, holding) = try await Self.node()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        try await Self.lose(gateway)
        await rota.look()
        #expect(holding.isLost)
        try await Holding.$current.withValue(holding) { _ = try await gateway.renew() }
        #expect(gateway.renewals.isEmpty)
    }

    @Test("What comes to a node that has lost its duty meanwhile is stored all the same, for it counts once")
    func lateYes() async throws {
        let (gateway, _, holding) = try await Self.node()
        try await gateway.grant("a1")
        gateway.passUntilDue()
        gateway.platform.naming(.accepted("a2").meanwhile { try await Self.lose(gateway) })
        try await Holding.$current.withValue(holding) { _ = try await gateway.renew() }
        #expect(try await gateway.kept() == "a2")
        // The next holder has nothing to do.
        _ = try await gateway.renew()
        #expect(gateway.renewals == ["a1"])
    }
}
