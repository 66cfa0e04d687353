import ConnectorKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Taking back what has not left")
struct WithdrawalTests {
    private func cancel(_ message: Message, _ gateway: TestGateway, by principal: Principal? = nil) async throws {
        _ = try await gateway.store.write { [parts = gateway.parts, agent = gateway.setup.agent] in
            try parts.withdrawals.cancel(message.id, by: principal ?? agent, in: $0)
        }
    }

    @Test("A notification: exactly what was taken back, has left, is under way, and had ended")
    func counts() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1, burst: 3)))
        let numbers = (0..<210).map { "+491\($0)" }
        gateway.platform.answer(.status(400), .cutOff)
        let id = try await gateway.notify("News", toAll: numbers + ["nobody"])
        try await gateway.drain()
        // One failed, one unknown, one sent; the fourth is refused by a STOP, the fifth on the wire.
        try await gateway.stop(Address(kind: .phone, value: numbers[3]))
        gateway.pass(.seconds(1))
        #expect(try await gateway.departWithoutSending().count == 1)

        let count = try await gateway.parts.withdrawals.cancel(id, by: gateway.setup.agent)
        #expect(count == Withdrawals.Count(canceled: 205, underWay: 2, gone: 1, ended: 2))
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id)[.canceled] } == 205)
        let again = try await gateway.parts.withdrawals.cancel(id, by: gateway.setup.agent)
        #expect(again == Withdrawals.Count(canceled: 0, underWay: 2, gone: 1, ended: 207))
        #expect(try await gateway.events(.messageStatusChanged).count { $0.value == "canceled" } == 205)
        let audit = try await gateway.auditEntries().filter { $0.action == "message.cancel" }
        #expect(audit.last?.after == "canceled: 205; under way: 2; gone: 1; ended: 2")
        #expect(audit.allSatisfy { $0.subject == "notification/\(id)" })
        for _ in 0..<10 { try await gateway.wait(.seconds(60)) }
        #expect(Set(gateway.platform.sends.map(\.to)) == Set(numbers.prefix(3)))
    }

    @Test("Recipients that nobody has looked at are not written to")
    func whileItIsTaken() async throws {
        let gateway = try await TestGateway.make()
        let request = Notifications.Request(to: .list((0..<150).map { "+491\($0)" }), text: "News")
        let id = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: $0).id
        }
        let count = try await gateway.parts.withdrawals.cancel(id, by: gateway.setup.agent)
        #expect(count == Withdrawals.Count(canceled: 100))
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        let left = try await gateway.recipients(of: id)[100...].map(\.outcome)
        #expect(left.allSatisfy { $0 == .refused(Withdrawals.reason) })
    }

    @Test("A reply, a start and a notification that wait; not twice, and nothing of them leaves")
    func messages() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let messages = [
            try await gateway.reply("reply"), try await gateway.start("start", to: "+4901").message,
            try await gateway.notify("notification", to: "+4902"),
        ]
        for message in messages {
            try await cancel(message, gateway)
            try await cancel(message, gateway)
            #expect(try await gateway.message(message.id).status == .canceled)
            #expect(try await gateway.message(message.id).statusReason == Withdrawals.reason)
        }
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.messagesOnOutbox() == 0)
        #expect(try await gateway.auditEntries().count { $0.action == "message.cancel" } == 3)
    }

    @Test("The next of the lane goes on")
    func lane() async throws {
        let gateway = try await TestGateway.make()
        let first = try await gateway.notify("first")
        try await gateway.notify("second")
        try await cancel(first, gateway)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["second"])
    }

    @Test("What cannot be taken back says why")
    func refusals() async throws {
        let gateway = try await TestGateway.make()
        func refusal(_ message: Message) async -> String? {
            let refusal = await #expect(throws: Refusal.self) { try await cancel(message, gateway) }
            return refusal?.code
        }
        let sent = try await gateway.notify("sent")
        try await gateway.drain()
        #expect(await refusal(sent) == "already-gone")
        gateway.platform.answer(.status(400))
        let failed = try await gateway.notify("failed")
        try await gateway.drain()
        #expect(await refusal(failed) == "already-ended")
        gateway.platform.answer(.cutOff)
        let unknown = try await gateway.notify("unknown", to: "+4901")
        try await gateway.drain()
        #expect(await refusal(unknown) == "under-way")
        gateway.platform.answer(.accepted("A"), .status(503))
        let half = try await gateway.notify("one|two", to: "+4902")
        try await gateway.drain()
        #expect(await refusal(half) == "under-way", "no message is left half sent")
        let leased = try await gateway.notify("leased", to: "+4903")
        _ = try await gateway.departWithoutSending()
        #expect(await refusal(leased) == "under-way")

        try await gateway.customerWrites("HELP", from: "+4904")
        let answer = try #require(try await gateway.transcript().last { $0.purpose == .keywordReply })
        #expect(await refusal(answer) == "automatic")
        let inbound = try #require(try await gateway.transcript().last { $0.direction == .inbound })
        #expect(await refusal(inbound) == "not-found")
    }

    @Test("Whoever may send it may take it back; an administrator, too, and nobody else")
    func rights() async throws {
        let gateway = try await TestGateway.make()
        let (stranger, administrator) = try await gateway.store.write { [parts = gateway.parts] transaction in
            func principal(_ level: PermissionLevel) throws -> Principal {
                let key = try parts.keys.create(
                    label: "Other", level: level, roles: [], expiresAt: nil, by: "test", in: transaction
                ).key
                return Principal(.service(key.id), level: key.level)
            }
            return (try principal(.manager), try principal(.administrator))
        }
        let id = try await gateway.notify("News", toAll: ["+4901"])
        let message = try await gateway.notify("News", to: "+4902")
        let start = try await gateway.start("Hello", to: "+4903").message
        for attempt: @Sendable () async throws -> Void in [
            { _ = try await gateway.parts.withdrawals.cancel(id, by: stranger) },
            { try await cancel(message, gateway, by: stranger) }, { try await cancel(start, gateway, by: stranger) },
        ] {
            let refusal = await #expect(throws: Refusal.self) { try await attempt() }
            #expect(refusal?.code == "outbound-right-missing")
        }
        #expect(try await gateway.messagesOnOutbox() == 3)
        try await cancel(message, gateway, by: administrator)
        try await cancel(start, gateway, by: administrator)
        #expect(try await gateway.parts.withdrawals.cancel(id, by: administrator).canceled == 1)
    }
}
