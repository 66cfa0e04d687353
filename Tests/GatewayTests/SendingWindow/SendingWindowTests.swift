import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Sending window")
struct SendingWindowTests {
    /// The gateway's first day, 2026-01-01, is a Thursday; tests begin a minute after midnight, UTC.
    private static let nineToFive = "monday 09:00-17:00; tuesday 09:00-17:00; thursday 09:00-17:00; friday 09:00-17:00"

    private func house(
        _ hours: String? = nineToFive, pace: Pacing = Pacing(unitsPerSecond: 1000, burst: 1000)
    ) async throws -> TestGateway {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: pace))
        if let hours { try await set(hours, gateway) }
        return gateway
    }

    private func set(_ hours: String?, _ gateway: TestGateway) async throws {
        let hours = hours.map { WeeklyHours($0)! }
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.sendingWindow.set(hours, of: TestGateway.sales, by: "test", in: $0)
        }
    }

    /// To a time of the first day, or so many days later.
    private func pass(_ gateway: TestGateway, to hour: Int, _ minute: Int = 0, day: Int = 0) async throws {
        let start = Timestamp(milliseconds: 1_767_225_600_000)
        gateway.clock.set(to: start + .seconds(((day * 24 + hour) * 60 + minute) * 60))
        try await gateway.drain()
    }

    @Test("Outside of it a notification waits for the opening, and says so; inside it leaves at once")
    func waits() async throws {
        let gateway = try await house()
        let message = try await gateway.notify("News")
        #expect(message.status == .queued)
        #expect(message.statusReason == SendingWindow.waiting)
        try await pass(gateway, to: 8, 59)
        #expect(gateway.platform.sends.isEmpty)
        try await pass(gateway, to: 9)
        #expect(gateway.platform.texts == ["News"])
        #expect(try await gateway.message(message.id).statusReason == nil)
        let inside = try await gateway.notify("More")
        #expect(inside.statusReason == nil)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["News", "More"])
    }

    @Test("Replies, starts and confirmations do not wait")
    func othersGo() async throws {
        let gateway = try await house()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("reply")
        try await gateway.start("start", to: "+4901")
        try await gateway.customerWrites("STOP", from: "+4902")
        try await gateway.customerWrites("HELP", from: "+4903")
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 4)
    }

    @Test("A queue that is long does not run past closing, and goes on at the next opening")
    func closing() async throws {
        let gateway = try await house(pace: Pacing(unitsPerSecond: 1.0 / 60, burst: 1))
        try await pass(gateway, to: 16, 50)
        for number in 0..<200 { try await gateway.notify("n\(number)", to: "+49\(number)") }
        for minute in 50..<70 { try await pass(gateway, to: 16, minute) }
        #expect(gateway.platform.sends.count == 10)
        let waiting = try await gateway.store.read { [connection = gateway.setup.salesConnection] in
            try $0.outboxEntries(on: connection).map(\.dueAt)
        }
        #expect(Set(waiting).count == 1, "all of them for the next opening")
        try await gateway.customerWrites("Hello")
        try await gateway.reply("reply")
        try await gateway.drain()
        #expect(gateway.platform.texts.last == "reply")
        try await pass(gateway, to: 9, day: 1)
        try await pass(gateway, to: 9, 1, day: 1)
        #expect(gateway.platform.sends.count == 13)
    }

    @Test("How long it waits for the window does not count against its life; how long it waits otherwise does")
    func life() async throws {
        // Open on Monday mornings only: longer than the 24 hours that a message lives.
        let gateway = try await house("monday 09:00-17:00")
        let message = try await gateway.notify("News")
        try await pass(gateway, to: 9, day: 4)
        #expect(try await gateway.status(message) == .sent)

        gateway.platform.answer(.status(503))
        let late = try await gateway.notify("Late", to: "+4901")
        try await gateway.drain()
        try await pass(gateway, to: 17, day: 4)
        try await pass(gateway, to: 8, 59, day: 11)
        #expect(try await gateway.status(late) == .queued)
        try await pass(gateway, to: 9, day: 11)
        #expect(try await gateway.status(late) == .sent, "eight hours of its life are over, not a week")

        gateway.platform.answer(.status(401))
        try await gateway.start("uncovers it", to: "+4903")
        try await gateway.drain()
        let held = try await gateway.notify("Held", to: "+4902")
        try await pass(gateway, to: 9, 1, day: 12)
        #expect(try await gateway.status(held) == .expired)
    }

    @Test("Changing it re-times what waits: earlier, later, or at any time")
    func change() async throws {
        let gateway = try await house()
        let message = try await gateway.notify("News")
        try await gateway.notify("Behind it")
        try await set("thursday 06:00-07:00", gateway)
        try await pass(gateway, to: 5, 59)
        #expect(try await gateway.message(message.id).statusReason == SendingWindow.waiting)
        try await set("thursday 08:00-09:00", gateway)
        try await pass(gateway, to: 6)
        #expect(gateway.platform.sends.isEmpty)
        try await set(nil, gateway)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["News", "Behind it"])
        // From the end of its wait its life is counted.
        #expect(try await gateway.message(message.id).status == .sent)
    }

    @Test("A time zone that is changed moves it, too")
    func timeZone() async throws {
        let gateway = try await house()
        try await gateway.notify("News")
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.update(TestGateway.sales, by: "test", in: $0) { $0.timeZone = "Asia/Tokyo" }
        }
        // Nine o'clock in Tokyo was a minute ago.
        try await gateway.drain()
        #expect(gateway.platform.texts == ["News"])
    }

    @Test("What a change makes due early has not lived longer for it")
    func agesAfterChange() async throws {
        let gateway = try await house()
        let message = try await gateway.notify("News")
        let began = gateway.now
        gateway.pass(.seconds(3600))
        try await set(nil, gateway)
        let entry = try #require(try await gateway.outboxEntry(message))
        #expect(entry.dueAt == gateway.now)
        #expect(entry.agesFrom == began + .seconds(3600))
    }

    @Test("A try that failed waits for the window; a message that has left in part does not")
    func retries() async throws {
        let gateway = try await house()
        try await pass(gateway, to: 16, 59)
        gateway.platform.answer(to: "whole", .status(429, retryAfter: 120))
        gateway.platform.answer(to: "two", .status(429, retryAfter: 120))
        try await gateway.notify("whole")
        try await gateway.drain()
        try await gateway.wait(.seconds(30))
        try await pass(gateway, to: 17, 5)
        #expect(gateway.platform.texts == ["whole"])
        try await pass(gateway, to: 9, day: 1)
        #expect(gateway.platform.texts == ["whole", "whole"])
        try await pass(gateway, to: 16, 59, day: 1)
        try await gateway.notify("one|two", to: "+4901")
        try await gateway.drain()
        try await pass(gateway, to: 17, 5, day: 1)
        #expect(gateway.platform.texts.suffix(3) == ["one", "two", "two"])
    }

    @Test("Another contact point has its own")
    func other() async throws {
        let gateway = try await house()
        try await gateway.notify("Elsewhere", at: TestGateway.service)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Elsewhere"])
    }

    @Test("A STOP refuses what waits for it")
    func stop() async throws {
        let gateway = try await house()
        let message = try await gateway.notify("News")
        try await gateway.customerWrites("STOP")
        #expect(try await gateway.status(message) == .refused)
    }

    @Test("Hours that are none are refused; a change is audited, no change is not")
    func settings() async throws {
        let gateway = try await house(nil)
        await #expect(throws: Refusal.self) { try await set("", gateway) }
        let many = "monday " + (0..<13).map { "0\($0 / 2):\($0 % 2)0-0\($0 / 2):\($0 % 2)5" }.joined(separator: " ")
        await #expect(throws: Refusal.self) { try await set(many, gateway) }
        try await set(Self.nineToFive, gateway)
        try await set(Self.nineToFive, gateway)
        let entries = try await gateway.auditEntries().filter { $0.action == "contact-point.sending-window" }
        #expect(entries.map(\.before) == ["any time"])
        #expect(entries.map(\.after) == [Self.nineToFive])
    }
}
