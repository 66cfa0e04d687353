import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import Testing

@testable import Gateway

@Suite("Retention: what goes, and above all what stays")
struct PrunerTests {
    private static func rule(_ change: (inout RetentionRule) -> Void = { _ in }) -> RetentionRule {
        var rule = RetentionRule()
        rule[.conversations] = RetentionRule.days(30)
        rule[.notifications] = RetentionRule.days(30)
        rule[.audit] = RetentionRule.days(365)
        change(&rule)
        return rule
    }

    private func pruner(_ gateway: TestGateway, _ rule: RetentionRule = rule()) -> Pruner {
        Pruner(
            gateway.parts.surroundings, store: gateway.store, rule: rule,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func days(_ number: Int) -> Duration { RetentionRule.days(number) }

    @Test("Of a closed conversation everything goes when its time is over, and nothing a day before")
    func conversation() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let conversation = try #require(try await gateway.openConversation()).id
        let reply = try await gateway.reply("Hi")
        try await gateway.drain()
        try await gateway.close(conversation)
        gateway.pass(days(29))
        try await pruner(gateway).drain()
        #expect(try await gateway.transcript().map(\.text) == ["Hello", "Hi"])
        gateway.pass(days(2))
        #expect(try await pruner(gateway).drain()[.conversations] == 3)
        #expect(try await gateway.conversations(at: nil).isEmpty)
        #expect(try await gateway.store.read { try $0.message(reply.id) } == nil)
        #expect(try await gateway.store.read { try $0.parts(of: reply.id) }.isEmpty)
        #expect(try await gateway.attempts(reply).isEmpty)
        #expect(try await gateway.isStopped() == false)
    }

    @Test("An open conversation stays, however old; so does what waits, what a report just moved, and a doubtful STOP")
    func unfinished() async throws {
        let gateway = try await TestGateway.make()
        let (open, waiting, reported, doubtful) = ("+49155501", "+49155502", "+49155503", "+49155504")
        for customer in [open, waiting, reported] { try await gateway.customerWrites("Hello", from: customer) }
        try await gateway.customerWrites("please stop texting me", from: doubtful)
        let conversations = try await gateway.conversations()
        func id(_ customer: String) throws -> ID<Conversation> {
            try #require(conversations.first { $0.customer.value == customer }).id
        }
        try await gateway.reply(to: id(reported), "Reported")
        try await gateway.drain()
        let call = gateway.platform.sends.last
        try await gateway.reply(to: id(waiting), "Waits")
        for customer in [waiting, reported, doubtful] { try await gateway.close(id(customer)) }
        gateway.pass(days(40))
        try await gateway.report(.delivered, on: call, platformID: "P1")
        try await pruner(gateway).drain()
        let left = Set(try await gateway.conversations().map(\.customer.value))
        #expect(left == [open, waiting, reported, doubtful])
        #expect(try await gateway.messagesOnOutbox() == 1)
    }

    @Test("The stop list, the configuration and the audit log outlive every conversation")
    func stays() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        try await gateway.drain()
        let audit = try await gateway.auditEntries().count
        gateway.pass(days(300))
        try await pruner(gateway).drain()
        #expect(try await gateway.conversations(at: nil).isEmpty)
        #expect(try await gateway.isStopped())
        #expect(try await gateway.auditEntries().count == audit)
        #expect(try await gateway.connection().id == gateway.setup.salesConnection)
    }

    @Test("Events go from the oldest on; the newest stays, so no position is given twice")
    func events() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...450 { try await gateway.customerWrites("\(number)") }
        let newest = try await gateway.store.read { try $0.newestEventPosition() }
        #expect(try await gateway.store.read { try $0.oldestEventPosition() } == 1)
        gateway.pass(days(31))
        try await pruner(gateway).drain()
        #expect(try await gateway.store.read { try $0.oldestEventPosition() } == newest)
        try await gateway.customerWrites("next")
        #expect(try await gateway.store.read { try $0.newestEventPosition() } > newest)
        // Nothing of what was said went with them.
        #expect(try await gateway.transcript().count == 451)
    }

    @Test("Notifications nobody answered go, and one that still waits stays, at the head of all")
    func notifications() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(to: "held", .cutOff)
        try await gateway.setUnprovenSends(.hold)
        let held = try await gateway.notify("held", to: "+49155509")
        try await gateway.drain()
        for _ in 0..<3 { try await gateway.wait(.seconds(61)) }
        #expect(try await gateway.status(held) == .held)
        for number in 0..<210 { try await gateway.notify("News", to: "+49155510\(number)") }
        try await gateway.drain()
        gateway.pass(days(31))
        #expect(try await pruner(gateway).drain()[.notifications] == 210)
        #expect(try await gateway.message(held.id).status == .held)
        #expect(try await gateway.attempts(held).isEmpty == false, "a person needs them to decide")
    }

    @Test("An event that comes again within its time is still known; quarantine and unrouted messages end with theirs")
    func inboundRemains() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "once")
        try await gateway.deliver([event])
        try await gateway.deliver([event], secret: "wrong")
        try await gateway.customerWrites("nobody's", to: "+15559999")
        gateway.pass(days(8))
        try await pruner(gateway).drain()
        #expect(try await gateway.store.read { try $0.quarantinedRequests(Page(after: nil, limit: 9)) }.isEmpty)
        #expect(try await gateway.store.read { try $0.unroutedEvents(Page(after: nil, limit: 9)) }.count == 1)
        try await gateway.deliver([event])
        #expect(try await gateway.transcript().map(\.text) == ["once"])
        gateway.pass(days(23))
        let removed = try await pruner(gateway).drain()
        #expect(removed[.unrouted] == 1 && removed[.seenEvents] == 2)
    }

    @Test("What is kept for ever is never touched")
    func forever() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        gateway.pass(days(3000))
        let removed = try await pruner(gateway, RetentionRule()).drain()
        #expect(removed[.conversations] == nil && removed[.audit] == nil)
        #expect(try await gateway.transcript().count == 1)
    }
}
