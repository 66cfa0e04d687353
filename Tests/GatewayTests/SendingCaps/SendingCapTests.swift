import ConnectorKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Sending caps")
struct SendingCapTests {
    private static let sales = SpendingSubject.contactPoint(TestGateway.sales)

    private func agent(_ gateway: TestGateway) -> SpendingSubject { .principal(gateway.setup.agent.name) }

    private func set(_ cap: SendingCap?, of subject: SpendingSubject, _ gateway: TestGateway) async throws {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.sendingCaps.set(cap, of: subject, by: "test", in: $0)
        }
    }

    private func spent(_ subject: SpendingSubject, _ gateway: TestGateway) async throws -> [Int] {
        try await gateway.store.read { [parts = gateway.parts] in
            try parts.sendingCaps.state(of: subject, in: $0).days.map(\.units)
        }
    }

    @Test(
        "Replies, starts and notifications count against contact point and sender; what we answer by ourselves does not"
    )
    func counts() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("reply#2")
        try await gateway.start("start#3", to: "+4901")
        try await gateway.notify("notification#4|more", to: "+4902")
        try await gateway.notify("elsewhere#7", at: TestGateway.service)
        try await gateway.customerWrites("STOP", from: "+4903")
        try await gateway.customerWrites("HELP", from: "+4904")
        #expect(try await spent(Self.sales, gateway) == [10])
        #expect(try await spent(agent(gateway), gateway) == [17])
    }

    @Test("Whoever is over it is refused: which cap, what is spent, and when it begins anew", arguments: [true, false])
    func refusal(isOfKey: Bool) async throws {
        let gateway = try await TestGateway.make { $0.timeZone = "America/New_York" }
        let subject = isOfKey ? agent(gateway) : Self.sales
        try await set(.units(5), of: subject, gateway)
        try await gateway.customerWrites("Hello")
        try await gateway.reply("one#4")
        let sends: [@Sendable () async throws -> Void] = [
            { try await gateway.reply("two#2") }, { try await gateway.start("two#2", to: "+4901") },
            { try await gateway.notify("two#2", to: "+4901") },
        ]
        for send in sends {
            let refusal = try #require(await #expect(throws: Refusal.self) { try await send() })
            #expect(refusal.code == "sending-cap")
            // One minute past midnight UTC is 19:01 in New York.
            guard case .overCap(subject, _, TestGateway.sales, let seconds) = refusal.kind else {
                Issue.record("\(refusal.kind)")
                continue
            }
            #expect(seconds == 4 * 3600 + 59 * 60 + 1)
            #expect(refusal.explanation.contains("\(subject)"))
            #expect(refusal.explanation.contains("4 of 5 units of 2025-12-31"))
            #expect(refusal.explanation.contains("2026-01-01 00:00 (America/New_York)"))
        }
        try await gateway.reply("five")
        #expect(try await spent(subject, gateway) == [5])
        gateway.pass(.seconds(5 * 3600))
        try await gateway.reply("another day")
        #expect(try await spent(subject, gateway) == [1, 5])
    }

    @Test(
        "A bulk is refused recipient by recipient once the cap is reached, over all its transactions, and told of once")
    func bulk() async throws {
        let gateway = try await TestGateway.make()
        try await set(.units(301), of: agent(gateway), gateway)
        let id = try await gateway.notify("News#2", toAll: (0..<250).map { "+491\($0)" })
        let codes = try await gateway.recipients(of: id).map { recipient -> String in
            if case .refused(let reason) = recipient.outcome { reason.code } else { "accepted" }
        }
        #expect(codes.prefix(150).allSatisfy { $0 == "accepted" })
        #expect(codes.dropFirst(150).allSatisfy { $0 == "sendingCap" })
        #expect(try await spent(agent(gateway), gateway) == [300])
        let other = try await gateway.notify("More#2", toAll: ["+4901", "+4902"])
        #expect(try await gateway.messages(of: other).isEmpty)
        #expect(try await gateway.events(.sendingCapReached).map(\.value) == [gateway.setup.agent.name])
        gateway.pass(.seconds(24 * 3600))
        try await gateway.notify("News#2", toAll: (0..<200).map { "+491\($0)" })
        #expect(try await gateway.events(.sendingCapReached).count == 2)
    }

    @Test("The stop list is no spending")
    func refusedByGate() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop(Address(kind: .phone, value: "+4901"))
        try await gateway.notify("News", toAll: ["+4901", "+4902", "nobody"])
        #expect(try await spent(Self.sales, gateway) == [1])
    }

    @Test("What never left is given back: stopped, canceled, expired; what may have left is not")
    func givenBack() async throws {
        let gateway = try await TestGateway.make()
        let messages = [
            try await gateway.notify("stopped#10", to: "+4901"), try await gateway.notify("canceled#20", to: "+4902"),
        ]
        try await gateway.customerWrites("STOP", from: "+4901")
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.withdrawals.cancel(messages[1].id, by: setup.agent, in: $0)
        }
        #expect(try await spent(Self.sales, gateway) == [0])
        gateway.platform.answer(to: "b#3", .status(503))
        try await gateway.notify("a#2|b#3", to: "+4903")
        gateway.platform.answer(to: "failed#4", .status(400))
        try await gateway.notify("failed#4", to: "+4904")
        try await gateway.drain()
        try await gateway.stop(Address(kind: .phone, value: "+4903"))
        #expect(try await spent(Self.sales, gateway) == [6], "the part that left, and the one the platform failed")
    }

    @Test("Given back to the day it was spent on")
    func givenBackLater() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(to: "late#8", .status(429, retryAfter: 100_000))
        try await gateway.notify("late#8", to: "+4901")
        try await gateway.drain()
        gateway.pass(.seconds(26 * 3600))
        try await gateway.notify("today#3", to: "+4902")
        try await gateway.stop(Address(kind: .phone, value: "+4901"))
        #expect(try await spent(agent(gateway), gateway) == [3, 0])
    }

    @Test("A key has a cap before anybody has set one; a contact point has none")
    func standard() async throws {
        let gateway = try await TestGateway.make()
        let (key, point) = try await gateway.store.read { [parts = gateway.parts, agent = agent(gateway)] in
            (try parts.sendingCaps.state(of: agent, in: $0), try parts.sendingCaps.state(of: Self.sales, in: $0))
        }
        #expect(key.cap == .units(10_000) && key.isStandard)
        #expect(point.cap == .unlimited && point.isStandard)
        await #expect(throws: Refusal.self) { try await gateway.notify("fortune#10001") }
        try await set(.unlimited, of: agent(gateway), gateway)
        try await gateway.notify("fortune#10001")
        try await set(nil, of: agent(gateway), gateway)
        await #expect(throws: Refusal.self) { try await gateway.notify("one more") }
        let audit = try await gateway.auditEntries().filter { $0.action == "sending-cap.set" }
        #expect(audit.map(\.after) == ["standard", "unlimited"])
    }

    @Test("What was spent is forgotten after a month")
    func forgotten() async throws {
        let gateway = try await TestGateway.make()
        for _ in 0..<40 {
            try await gateway.notify("News")
            gateway.pass(.seconds(24 * 3600))
        }
        #expect(
            try await gateway.store.read { try $0.daysOfSpending(by: "contact-point/sales", limit: 100).count } <= 32)
    }
}
