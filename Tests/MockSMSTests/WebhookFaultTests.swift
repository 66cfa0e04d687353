import Foundation
import MockPlatform
import MockSMS
import Testing

@Suite struct WebhookFaultTests {
    private let phone = "+14155550100"

    @Test func reportsComeSignedAndInOrder() async throws {
        try await MockBench.run { bench in
            let sid = try await bench.create(to: phone, callback: true).sid
            let reports = try await bench.gateway.received.wait(for: 2)
            #expect(reports.map { $0.form["MessageStatus"] } == ["sent", "delivered"])
            for report in reports {
                #expect(report.form["MessageSid"] == sid)
                let url = bench.gateway.baseURL + "/status"
                #expect(report.signature == TwilioSignature.sign(url: url, form: report.form, key: "mock-auth-token"))
            }
        }
    }

    @Test func aReportMayBeOvertaken() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.reorder, on: .statusCallback, for: phone)
            _ = try await bench.create(to: phone, callback: true)
            let reports = try await bench.gateway.received.wait(for: 2)
            #expect(reports.map { $0.form["MessageStatus"] } == ["delivered", "sent"])
        }
    }

    @Test func aReportMayComeTwiceOrNever() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.duplicate, on: .statusCallback)
            bench.twilio.faults.add(.drop, on: .statusCallback)
            _ = try await bench.create(to: phone, callback: true)
            let deliveries = try await bench.twilio.recorder.deliveries.wait(for: 3)
            #expect(deliveries.map(\.outcome) == [.answered(status: 200), .answered(status: 200), .dropped])
            let reports = bench.gateway.received.entries
            #expect(reports.map { $0.form["MessageStatus"] } == ["sent", "sent"])
            #expect(reports[0].idempotencyToken == reports[1].idempotencyToken)
        }
    }

    @Test func aTextMayBeForged() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.wrongSignature, on: .inbound)
            bench.gateway.answer(.status(403))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(!receipt.succeeded)
            let request = try await bench.gateway.received.wait()[0]
            let url = bench.gateway.baseURL + "/sms"
            #expect(request.signature != TwilioSignature.sign(url: url, form: request.form, key: "mock-auth-token"))
            #expect(receipt.deliveries.map(\.fault) == [.wrongSignature])
        }
    }

    @Test func aTextMayBeOvertakenByTheNext() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.reorder, on: .inbound)
            async let first = bench.twilio.phone(phone).text("one", to: MockBench.number)
            _ = try await bench.twilio.recorder.held.wait()
            let second = try await bench.twilio.phone(phone).text("two", to: MockBench.number)
            #expect(try await first.succeeded && second.succeeded)
            #expect(bench.gateway.received.entries.map { $0.form["Body"] } == ["two", "one"])
        }
    }

    @Test func aReportMayComeBeforeTheAnswer() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_700_000_000))
        let atOnce = MockTwilioConfiguration.Pace(untilQueued: .zero, untilSent: .zero, untilFinal: .zero)
        try await MockBench.run(clock: clock, configuration: .with { $0.pace = atOnce }) { bench in
            bench.twilio.faults.add(.answerLate(.seconds(5)), on: .createMessage)
            async let created = bench.create(to: phone, callback: true)
            let reports = try await bench.gateway.received.wait(for: 2)
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(5))
            let sid = try await created.sid
            #expect(reports.map { $0.form["MessageSid"] } == [sid, sid])
        }
    }

    @Test func aReportMayContradictTheOthers() async throws {
        try await MockBench.run { bench in
            let sid = try await bench.create(to: phone, callback: true).sid
            _ = try await bench.gateway.received.wait(for: 2)
            await bench.twilio.report(sid, as: .sent)
            #expect(bench.gateway.received.entries.map { $0.form["MessageStatus"] } == ["sent", "delivered", "sent"])
            #expect(bench.twilio.message(sid)?.status == .delivered)
        }
    }
}
