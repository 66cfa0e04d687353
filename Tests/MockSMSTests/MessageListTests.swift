import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct MessageListTests {
    private let phone = "+14155550100"

    @Test func pagesFollowEachOtherWithoutGapOrRepetition() async throws {
        try await MockBench.run { bench in
            var sent: [String] = []
            for index in 0..<7 { sent.append(try await bench.create(to: phone, body: "\(index)").sid) }
            _ = try await bench.create(to: "+14155550111")
            var seen: [String] = []
            var next: String? =
                "/2010-04-01/Accounts/\(bench.twilio.accountSid)/Messages.json?To=%2B14155550100&PageSize=3"
            while let address = next {
                let page = try await bench.call(.get, address)
                seen += page.messages.compactMap { $0["sid"] as? String }
                next = page.json["next_page_uri"] as? String
                // What is sent while somebody reads must not shift the pages.
                if next != nil { _ = try await bench.create(to: phone, body: "later") }
            }
            #expect(seen == sent.reversed())
        }
    }

    @Test func listsByTimeOfSending() async throws {
        let start = Date(timeIntervalSince1970: 1_700_000_000)  // 2023-11-14 22:13:20
        let clock = MockClock(standingAt: start)
        let atOnce = MockTwilioConfiguration.Pace(untilQueued: .zero, untilSent: .zero, untilFinal: .zero)
        try await MockBench.run(clock: clock, configuration: .with { $0.pace = atOnce }) { bench in
            let first = try await bench.create(to: phone).sid
            _ = try await bench.twilio.phone(phone).texts.wait(for: 1)
            clock.advance(by: .seconds(7200))
            let second = try await bench.create(to: phone).sid
            _ = try await bench.twilio.phone(phone).texts.wait(for: 2)
            func listed(_ name: String, _ value: String) async throws -> [String] {
                try await bench.list(FormFields([name: value])).messages.compactMap { $0["sid"] as? String }
            }
            #expect(try await listed("DateSent", "2023-11-14") == [first])
            #expect(try await listed("DateSent", "2023-11-15") == [second])
            #expect(try await listed("DateSent>", "2023-11-15") == [second])
            #expect(try await listed("DateSent<", "2023-11-14") == [first])
            #expect(try await listed("DateSent>", "2023-11-14T22:13:20Z") == [second, first])
            #expect(try await listed("DateSent>", "2023-11-14T22:13:21Z") == [second])
        }
    }

    @Test func aDeletedMessageIsGone() async throws {
        try await MockBench.run { bench in
            let sid = try await bench.create(to: phone).sid
            _ = try await bench.twilio.phone(phone).texts.wait()
            #expect(try await bench.call(.delete, "Messages/\(sid).json").status == 204)
            #expect(try await bench.call(.get, "Messages/\(sid).json").code == 20404)
            #expect(try await bench.list(FormFields()).messages.isEmpty)
        }
    }

    @Test func aMessageOnItsWayCannotBeDeleted() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 0))
        try await MockBench.run(clock: clock) { bench in
            let sid = try await bench.create(to: phone).sid
            #expect(try await bench.call(.delete, "Messages/\(sid).json").code == 20009)
            #expect(bench.twilio.message(sid)?.status == .queued)
        }
    }

    @Test func aScheduledMessageCanBeCanceled() async throws {
        let service = MockMessagingService(numbers: [MockBench.number])
        try await MockBench.run(configuration: .with { $0.messagingServices = [service] }) { bench in
            let form = FormFields([
                "To": phone, "MessagingServiceSid": service.sid, "Body": "x", "ScheduleType": "fixed",
                "SendAt": "2199-01-01T00:00:00Z",
            ])
            let created = try await bench.call(.post, "Messages.json", form)
            #expect(created.json["status"] as? String == "scheduled")
            let canceled = try await bench.call(
                .post, "Messages/\(created.sid).json", FormFields(["Status": "canceled"]))
            #expect(canceled.json["status"] as? String == "canceled")
        }
    }
}
