import GatewayModel
import Testing

@testable import Gateway

@Suite("Timers: who sets them where")
struct TimerSettingTests {
    @Test("Each timer by itself: platform, contact point, tenant, connector, program")
    func precedence() async throws {
        let connector = TestConnector(timers: TimerSettings(words: "2m - -"))
        let gateway = try await TestGateway.make(connectors: [connector])
        #expect(try await gateway.timers() == "2m connector, 30m program, 24h program")
        try await gateway.setTimers("- 20m 12h")
        #expect(try await gateway.timers() == "2m connector, 20m tenant, 12h tenant")
        try await gateway.setTimers("5m - 6h", in: .contactPoint(TestGateway.sales))
        #expect(try await gateway.timers() == "5m contactPoint, 20m tenant, 6h contactPoint")
        try await gateway.setTimers("- - 1h", in: TestGateway.salesPlatform)
        #expect(try await gateway.timers() == "5m contactPoint, 20m tenant, 1h platform")
        #expect(try await gateway.timers(of: TestGateway.service) == "2m connector, 20m tenant, 12h tenant")
        try await gateway.setTimers("- - -", in: .contactPoint(TestGateway.sales))
        #expect(try await gateway.timers() == "2m connector, 20m tenant, 1h platform")
    }

    @Test("A conversation goes by what governs it, and its neighbour by what governs the neighbour")
    func governs() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.setTimers("1m - -", in: .contactPoint(TestGateway.sales))
        for number in [TestGateway.salesNumber, TestGateway.serviceNumber] {
            try await gateway.customerWrites("Hello", to: number)
        }
        try await gateway.tick(.seconds(60))
        #expect(try await gateway.events(.conversationResponseOverdue).map(\.contactPoint) == [TestGateway.sales])
        try await gateway.tick(.seconds(540))
        #expect(
            try await gateway.events(.conversationResponseOverdue).map(\.contactPoint) == [
                TestGateway.sales, TestGateway.service,
            ])
    }

    @Test("What was and what is stands in the audit log; what changes nothing does not")
    func audit() async throws {
        let gateway = try await TestGateway.make()
        let before = try await gateway.auditEntries().count
        try await gateway.setTimers("5m - -")
        try await gateway.setTimers("5m - -")
        try await gateway.setTimers("5m 90s -", in: .contactPoint(TestGateway.sales))
        try await gateway.setTimers("- - -", in: .contactPoint(TestGateway.sales))
        try await gateway.setTimers("- - 720h", in: TestGateway.salesPlatform)
        let entries = try await gateway.auditEntries()
        #expect(entries.count == before + 4)
        let found = entries.prefix(4).reversed().map {
            "\($0.actor) \($0.action) \($0.subject): \($0.before ?? "") -> \($0.after ?? "")"
        }
        let nothing = "response: not set, inactive: not set, close: not set"
        #expect(
            found == [
                "admin timers.update timers: \(nothing) -> response: 5m, inactive: not set, close: not set",
                "admin timers.update contact-point/sales/timers: \(nothing) -> response: 5m, inactive: 90s, close: not set",
                "admin timers.update contact-point/sales/timers: response: 5m, inactive: 90s, close: not set -> \(nothing)",
                "admin timers.update contact-point/sales/platforms/test/timers: \(nothing) -> response: not set, inactive: not set, close: 720h",
            ])
    }

    @Test("A place that is none is refused, and nothing is set")
    func nowhere() async throws {
        let gateway = try await TestGateway.make()
        let nowhere = try #require(ContactPointID("nowhere"))
        for scope in [
            TimerScope.contactPoint(nowhere), .platform(Platform(rawValue: "test"), at: nowhere),
            .platform(Platform(rawValue: "pigeon"), at: TestGateway.sales),
        ] {
            let refusal = await #expect(throws: Refusal.self) { try await gateway.setTimers("1m 1m 1m", in: scope) }
            #expect(refusal?.kind == .notFound)
            #expect(try await gateway.store.read { try $0.timers(in: scope) } == TimerSettings())
        }
    }
}
