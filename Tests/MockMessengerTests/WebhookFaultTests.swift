import Foundation
import MockMessenger
import MockPlatform
import Testing

@Suite struct WebhookFaultTests {
    @Test func anEventMayComeTwiceNeverOrForged() async throws {
        try await GraphBench.run { bench in
            let ada = bench.meta.person("Ada Byron")
            bench.meta.faults.add(.duplicate, on: .event, for: "messages")
            try await ada.text("twice", to: GraphBench.page)
            let twins = bench.gateway.received.entries
            #expect(twins.count == 2 && twins[0].body == twins[1].body)

            bench.meta.faults.add(.drop, on: .event, for: GraphBench.page)
            let dropped = try await ada.text("never", to: GraphBench.page)
            #expect(dropped.deliveries.map(\.outcome) == [.dropped] && bench.gateway.received.entries.count == 2)

            bench.meta.faults.add(.wrongSignature, on: .event)
            try await ada.text("forged", to: GraphBench.page)
            let forged = bench.gateway.received.entries[2]
            let signature = HubSignature.sha256(forged.body, secret: GraphBench.app.secret)
            #expect(forged.header("X-Hub-Signature-256") != signature)
        }
    }

    @Test func anEventMayBeOvertaken() async throws {
        try await GraphBench.run { bench in
            let ada = bench.meta.person("Ada Byron")
            bench.meta.faults.add(.reorder, on: .event)
            async let first = ada.text("one", to: GraphBench.page)
            _ = try await bench.meta.recorder.held.wait()
            let second = try await ada.text("two", to: GraphBench.page)
            let overtaken = try await first
            #expect(overtaken.succeeded && second.succeeded)
            #expect(
                bench.gateway.received.entries.map { $0.event["message"]?["text"]?.text } == ["two", "one"])
        }
    }

    @Test func whatFailsIsTriedAgainAtOnce() async throws {
        try await GraphBench.run { bench in
            for reply in [MockReply.status(500), .status(201), .status(404)] {
                bench.gateway.received.clear()
                bench.gateway.answer(reply)
                let receipt = try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page)
                #expect(!receipt.succeeded)
                let heard = try await bench.gateway.received.wait(for: 2)
                #expect(heard[0].events[0].event == heard[1].events[0].event, "the same event, signed anew")
            }
        }
    }

    @Test func failuresForAnHourEndTheSubscription() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let failures = [MockReply](repeating: .status(500), count: 50)
            for failure in failures { bench.gateway.answer(failure) }
            try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page)
            let other = bench.meta.subscribedFields(of: GraphBench.secondPage, app: GraphBench.app.id)
            // The first attempt, one at once, then after 15 seconds and twice as long each time.
            var heard = 2
            for pause in [15, 30, 60, 120, 240, 480, 960, 1920] {
                _ = try await bench.gateway.received.wait(for: heard)
                await clock.sleepers(atLeast: 1)
                clock.advance(by: .seconds(pause))
                heard += 1
            }
            _ = try await bench.gateway.received.wait(for: heard)
            let told = try await bench.meta.recorder.problems.wait(for: 2)
            #expect(told[0].explanation.contains("15 minutes") && told[1].explanation.hasPrefix("Webhooks Disabled"))
            #expect(bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id) == nil)
            #expect(bench.meta.subscribedFields(of: GraphBench.secondPage, app: GraphBench.app.id) == other)
            let later = try await bench.meta.person("Ada Byron").text("anybody?", to: GraphBench.page)
            #expect(later.deliveries.isEmpty && bench.gateway.received.entries.count == heard)
        }
    }

    @Test func whatSucceedsInBetweenStartsTheHourAnew() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let ada = bench.meta.person("Ada Byron")
            bench.gateway.answer(.status(500), .status(500))
            try await ada.text("hi", to: GraphBench.page)
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(3000))
            _ = try await bench.gateway.received.wait(for: 3)
            #expect(try await ada.text("fine", to: GraphBench.page).succeeded)
            clock.advance(by: .seconds(3000))
            bench.gateway.answer(.status(500))
            try await ada.text("again", to: GraphBench.page)
            _ = try await bench.gateway.received.wait(for: 6)
            #expect(bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id) != nil)
            #expect(bench.meta.recorder.problems.entries.isEmpty)
        }
    }

    @Test func anEventIsGivenUpInTheEnd() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        var configuration = MockMetaConfiguration()
        configuration.retries.disable = .seconds(1_000_000)
        configuration.retries.alert = .seconds(1_000_000)
        try await GraphBench.run(configuration, clock: clock) { bench in
            bench.gateway.answer(.status(500), .status(500), .status(500))
            try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page)
            _ = try await bench.gateway.received.wait(for: 2)
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(36 * 3600))
            let told = try await bench.meta.recorder.problems.wait()
            #expect(told[0].explanation == "Webhook dropped after 36 hours of failures")
        }
    }

    @Test func otherMachinesAreNeverCalled() async throws {
        try await GraphBench.run { bench in
            for callback in ["https://gateway.example/x", "http://192.0.2.1/x"] {
                let taken = await bench.meta.subscribe(
                    app: GraphBench.app.id, to: callback, verifyToken: "", fields: ["messages"])
                #expect(!taken && bench.meta.recorder.deliveries.entries.last?.outcome == .notLoopback)
            }
        }
    }

    @Test func aPublicOriginIsFoundWhereItReallyIs() async throws {
        let gateway = MessengerGateway()
        try await gateway.start()
        try await GraphBench.run(.with { $0.origins = ["https://gw.example.test": gateway.baseURL] }) {
            bench async throws in
            let taken = await bench.meta.subscribe(
                app: GraphBench.app.id, to: "https://gw.example.test/hook",
                verifyToken: MessengerGateway.verifyToken, fields: ["messages"])
            #expect(taken)
            #expect(try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page).succeeded)
            #expect(gateway.received.entries.count == 1)
        }
        await gateway.stop()
    }
}
