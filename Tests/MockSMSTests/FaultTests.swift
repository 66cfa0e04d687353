import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct FaultTests {
    private let phone = "+14155550100"

    @Test func cutAfterAcceptingLeavesTheMessageInTheList() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.cutAfterAccepting, on: .createMessage, for: phone)
            await #expect(throws: LoopbackClient.Failure.self) { try await bench.create(to: phone, body: "maybe") }
            let found = try await bench.list(FormFields(["To": phone])).messages
            #expect(found.compactMap { $0["body"] as? String } == ["maybe"])
            #expect(bench.twilio.recorder.requests.entries.first?.status == nil)
            #expect(try await bench.create(to: phone).status == 201, "the fault is used up")
        }
    }

    @Test func cutBeforeAcceptingLeavesNothing() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.cutBeforeAccepting, on: .createMessage)
            await #expect(throws: LoopbackClient.Failure.self) { try await bench.create(to: phone) }
            #expect(bench.twilio.messages().isEmpty)
        }
    }

    @Test func statusFaultsAreNotCarriedOut() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.status(429, retryAfter: 7), on: .createMessage)
            bench.twilio.faults.add(.status(503), on: .createMessage, times: 2)
            let busy = try await bench.create(to: phone)
            #expect((busy.status, busy.code ?? 0) == (429, 20429))
            #expect(busy.headers[.retryAfter] == "7")
            #expect(try await bench.create(to: phone).code == 20503)
            #expect(try await bench.create(to: phone).code == 20503)
            #expect(bench.twilio.messages().isEmpty)
            #expect(try await bench.create(to: phone).status == 201)
        }
    }

    @Test func faultsMeetOnlyWhomTheyAreMeantFor() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.status(500), on: .createMessage, for: phone, times: nil)
            let somebodyElse = try await bench.create(to: "+14155550111")
            #expect(somebodyElse.status == 201)
            #expect(try await bench.create(to: phone).status == 500)
            #expect(try await bench.create(to: phone).status == 500)
            bench.twilio.faults.clear()
            #expect(try await bench.create(to: phone).status == 201)
        }
    }

    @Test func aListMayLagBehind() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_700_000_000))
        try await MockBench.run(clock: clock) { bench in
            bench.twilio.faults.listLag = .seconds(5)
            let sid = try await bench.create(to: phone).sid
            #expect(try await bench.list(FormFields(["To": phone])).messages.isEmpty)
            #expect(try await bench.call(.get, "Messages/\(sid).json").status == 200)
            clock.advance(by: .seconds(5))
            #expect(try await bench.list(FormFields(["To": phone])).messages.count == 1)
        }
    }

    @Test func aSlowRequestWaitsForTheClock() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_700_000_000))
        try await MockBench.run(clock: clock) { bench in
            bench.twilio.faults.add(.slow(.seconds(30)), on: .createMessage)
            async let created = bench.create(to: phone)
            await clock.sleepers(atLeast: 1)
            #expect(bench.twilio.messages().isEmpty)
            clock.advance(by: .seconds(30))
            let status = try await created.status
            #expect(status == 201)
        }
    }

    @Test func theCarrierMayRefuse() async throws {
        try await MockBench.run { bench in
            bench.twilio.faults.add(.carrierRefuses(status: "undelivered", code: 30003), on: .carrier, for: phone)
            let sid = try await bench.create(to: phone, callback: true).sid
            let reports = try await bench.gateway.received.wait(for: 2)
            #expect(reports.map { $0.form["MessageStatus"] } == ["sent", "undelivered"])
            #expect(reports.map { $0.form["ErrorCode"] } == [nil, "30003"])
            #expect(bench.twilio.message(sid)?.errorCode == 30003)
            #expect(bench.twilio.phone(phone).received.isEmpty)

            bench.twilio.faults.add(.carrierRefuses(status: "failed", code: 30002), on: .carrier)
            let failed = try await bench.create(to: phone, callback: true).sid
            let last = try await bench.gateway.received.wait(for: 1) { $0.form["MessageSid"] == failed }
            #expect(last.map { $0.form["MessageStatus"] } == ["failed"])
        }
    }
}
