import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct FaultTests {
    @Test func anEventMayComeTwiceNeverOrForged() async throws {
        try await XBench.run { bench async throws in
            let ada = bench.x.user("adabyron")
            bench.x.faults.add(.duplicate, on: .event, for: XBench.shop.id)
            try await ada.write("twice", to: "harbourbooks")
            let twins = bench.gateway.events.entries
            #expect(twins.count == 2 && twins[0].body == twins[1].body)
            bench.x.faults.add(.drop, on: .event, for: XBench.ada.id)
            let dropped = try await ada.write("never", to: "harbourbooks")
            #expect(dropped.deliveries.map(\.outcome) == [.dropped] && bench.gateway.events.entries.count == 2)
            bench.x.faults.add(.wrongSignature, on: .event, for: "message_create")
            try await ada.write("forged", to: "harbourbooks")
            let forged = bench.gateway.events.entries[2]
            let right = WebhookSignature.make(forged.body, consumerSecret: XBench.app.consumerSecret)
            #expect(forged.header(WebhookSignature.header) != right)
        }
    }

    @Test func anEventMayBeOvertaken() async throws {
        try await XBench.run { bench async throws in
            let ada = bench.x.user("adabyron")
            bench.x.faults.add(.reorder, on: .event)
            async let first = ada.write("one", to: "harbourbooks")
            _ = try await bench.x.recorder.held.wait()
            let second = try await ada.write("two", to: "harbourbooks")
            let overtaken = try await first
            #expect(overtaken.succeeded && second.succeeded)
            #expect(bench.gateway.events.entries.map { $0.message["text"]?.text } == ["two", "one"])
        }
    }

    @Test func whatFailsIsTriedThreeTimesMore() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(.with { $0.webhooks.challengePeriod = nil }, clock: clock) { bench async throws in
            bench.gateway.answer(.status(500), .status(201), .status(404), .status(503))
            let receipt = try await bench.x.user("adabyron").write("hi", to: "harbourbooks")
            #expect(!receipt.succeeded)
            var heard = 1
            for pause in [3, 27, 242] {
                await clock.sleepers(atLeast: 1)
                clock.advance(by: .seconds(pause - 1))
                #expect(bench.gateway.events.entries.count == heard, "not early")
                clock.advance(by: .seconds(1))
                heard += 1
                let all = try await bench.gateway.events.wait(for: heard)
                #expect(all[heard - 1].body == all[0].body)
            }
            let told = try await bench.x.recorder.problems.wait()
            #expect(told[0].explanation.contains("dropped"))
            #expect(try await bench.x.user("adabyron").write("again", to: "harbourbooks").succeeded)
        }
    }

    @Test func nothingIsTriedAgainAtAWebhookThatIsGone() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(.with { $0.webhooks.challengePeriod = nil }, clock: clock) { bench async throws in
            bench.gateway.answer(.status(500))
            try await bench.x.user("adabyron").write("hi", to: "harbourbooks")
            await clock.sleepers(atLeast: 1)
            bench.x.removeWebhook(bench.webhook)
            clock.advance(by: .seconds(3))
            #expect(bench.gateway.events.entries.count == 1 && bench.x.recorder.problems.entries.isEmpty)
        }
    }

    @Test(
        arguments: [
            (Fault.status(503), 503, false), (.status(429), 429, false), (.status(403, code: 226), 403, false),
            (.cutBeforeAccepting, nil, false), (.cutAfterAccepting, nil, true),
        ] as [(Fault, Int?, Bool)], [false, true])
    func aSendFails(plan: (fault: Fault, status: Int?, arrives: Bool), isV2: Bool) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.faults.add(plan.fault, on: .sendMessage, for: XBench.ada.id)
            // The connection is new, so a client that is cut off does not try again by itself.
            let answer = try? await isV2 ? bench.send() : bench.sendV1(["text": "a"])
            #expect(answer?.status == plan.status)
            #expect(bench.x.traffic.entries.count == (plan.arrives ? 1 : 0))
            switch plan.status {
            case 429: #expect(answer?.header("x-rate-limit-remaining") == "0")
            case 403: #expect(answer?.error?["code"] == 226, "in both versions")
            case 503: #expect(answer?.json["status"] == (isV2 ? 503 : nil))
            default: break
            }
            #expect(try await bench.send().status == 201, "the fault is used up")
        }
    }

    @Test func aFaultMayBeForOneVersion() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.faults.add(.status(503), on: .sendMessage, for: "v2")
            #expect(try await bench.sendV1(["text": "a"]).status == 200)
            #expect(try await bench.send().status == 503)
        }
    }

    @Test func everyCallIsRecorded() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            _ = try await bench.send()
            _ = try await bench.plain(.get, "/2/nowhere")
            let last = bench.x.recorder.requests.last(2)
            #expect(last.map(\.operation) == [.sendMessage, ""] && last.map(\.status) == [201, 404])
            let missing = try await bench.plain(.get, "/1.1/nowhere.json")
            #expect(missing.codes == "404/34")
        }
    }
}
