import Foundation
import MockMessenger
import MockPlatform
import Testing

@Suite struct ThreadControlTests {
    private func control(
        _ bench: GraphBench, _ action: String, _ psid: String, _ more: [JSON.Member] = []
    ) async throws -> GraphBench.Answer {
        let recipient = JSON.Member("recipient", ["id": .string(psid)])
        return try await bench.post(
            "\(GraphBench.page)/\(action)_thread_control", .object([recipient] + more), token: bench.token())
    }

    private func owner(_ bench: GraphBench, _ psid: String) async throws -> JSON? {
        try await bench.get("me/thread_owner", FormFields(["recipient": psid]), token: bench.token())
            .data.first?["thread_owner"]?["app_id"]
    }

    @Test func withoutADefaultAppEveryAppMayAnswer() async throws {
        let other = MockApp(id: "900", secret: "s", name: "Other")
        try await GraphBench.run(.with { $0.apps.append(other) }) { bench in
            let receipt = try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page)
            #expect(receipt.deliveries.count == 2)
            #expect(bench.gateway.received.entries.map(\.channel) == ["messaging", "messaging"])
            #expect(try await owner(bench, receipt.psid) == nil)
            #expect(try await bench.send(["text": "a"], to: receipt.psid).codes == "")
        }
    }

    @Test func whoeverDoesNotControlListensOnly() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            await bench.meta.takeThreadControl(of: psid, metadata: "by hand")
            let taken = bench.gateway.received.entries[1]
            #expect(taken.kind == "take_thread_control" && taken.channel == "messaging")
            #expect(
                taken.event["take_thread_control"] == [
                    "previous_owner_app_id": nil, "new_owner_app_id": .string(MockApp.pageInbox), "metadata": "by hand",
                ])
            #expect(try await owner(bench, psid)?.text == MockApp.pageInbox)
            try await ada.text("hello?", to: GraphBench.page)
            try await ada.press("Buy", payload: "BUY", on: GraphBench.page)
            let heard = Array(bench.gateway.received.entries[2...])
            #expect(heard.map(\.channel) == ["standby", "standby"])
            #expect(heard[1].event["postback"]?["title"] == "Buy" && heard[1].event["postback"]?["payload"] == nil)
            let refused = try await bench.send(["text": "a"], to: psid)
            #expect(
                refused.codes == "10/2018300"
                    && refused.message
                        == "(#10) Message failed to send because another app is controlling this thread now."
            )
            for action in ["release", "extend", "pass"] {
                #expect(try await control(bench, action, psid).codes == "10/2018300")
            }
            #expect(try await control(bench, "take", psid).codes == "10", "without a default app")
            #expect(try await control(bench, "request", psid, [.init("metadata", "please")]).succeeded)
            let asked = try #require(bench.gateway.received.entries.last)
            #expect(asked.event["request_thread_control"]?["requested_owner_app_id"]?.text == GraphBench.app.id)
            #expect(try await owner(bench, psid)?.text == MockApp.pageInbox, "asking gives nothing")
            await bench.meta.passThreadControl(of: psid, to: GraphBench.app.id)
            let passed = try #require(bench.gateway.received.entries.last?.event["pass_thread_control"])
            #expect(passed["previous_owner_app_id"]?.text == MockApp.pageInbox)
            #expect(passed["new_owner_app_id"]?.text == GraphBench.app.id)
            #expect(try await bench.send(["text": "a"], to: psid).codes == "")
        }
    }

    @Test func withoutStandbyNothingIsHeard() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            bench.meta.setSubscription(["messages"], of: GraphBench.page, app: GraphBench.app.id)
            await bench.meta.takeThreadControl(of: psid)
            #expect(try await ada.text("hello?", to: GraphBench.page).deliveries.isEmpty)
        }
    }

    @Test func anAnswerFromTheInboxTakesControlAndIsEchoed() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            await bench.meta.answer("from the inbox", to: psid)
            let heard = Array(bench.gateway.received.entries[1...])
            #expect(heard.map(\.kind) == ["take_thread_control", "message"])
            #expect(heard[1].channel == "standby")
            #expect(heard[1].event["message"]?["app_id"] == 263_902_037_430_900)
            #expect(ada.received(on: GraphBench.page).map(\.text) == ["from the inbox"])
            bench.meta.releaseThread(of: psid)
            #expect(bench.meta.threadOwner(of: psid) == nil)
            await bench.meta.answer("again", to: psid, by: "42", takingControl: false)
            let last = try #require(bench.gateway.received.entries.last)
            #expect(last.channel == "messaging" && last.event["message"]?["app_id"] == 42)
        }
    }

    @Test func theDefaultAppGetsNewConversations() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            bench.meta.update(page: GraphBench.page) { $0.defaultApp = GraphBench.app.id }
            let (ada, psid) = try await bench.customer()
            #expect(try await owner(bench, psid)?.text == GraphBench.app.id)
            await bench.meta.takeThreadControl(of: psid)
            #expect(try await control(bench, "take", psid).succeeded)
            #expect(try await owner(bench, psid)?.text == GraphBench.app.id)
            #expect(try await control(bench, "pass", psid, [.init("target_app_id", "9")]).codes == "100")
            #expect(try await control(bench, "pass", psid).codes == "100")
            let inbox = JSON.Member("target_app_id", .string(MockApp.pageInbox))
            #expect(try await control(bench, "pass", psid, [inbox]).succeeded)
            #expect(try await bench.send(["text": "a"], to: psid).codes == "10/2018300")
            clock.advance(by: .seconds(86_400))
            #expect(try await owner(bench, psid) == nil, "idle after a day")
            try await ada.text("back", to: GraphBench.page)
            #expect(try await owner(bench, psid)?.text == GraphBench.app.id)
            #expect(bench.gateway.received.entries.last?.channel == "messaging")
        }
    }

    @Test func anIdleConversationIsTheDefaultAppsAlone() async throws {
        let other = MockApp(id: "900", secret: "s", name: "Other")
        try await GraphBench.run(.with { $0.apps.append(other) }) { bench in
            bench.meta.update(page: GraphBench.page) { $0.defaultApp = "900" }
            let (_, psid) = try await bench.customer()
            #expect(bench.gateway.received.entries.map(\.channel).sorted() == ["messaging", "standby"])
            bench.meta.releaseThread(of: psid)
            #expect(try await bench.send(["text": "a"], to: psid).codes == "10/2018300")
        }
    }

    @Test func controlIsReleasedAndExtended() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let (_, psid) = try await bench.customer()
            for (duration, codes) in [(0, "100"), (604_801, "100"), (604_800, "")] {
                let answer = try await control(bench, "extend", psid, [.init("duration", .integer(duration))])
                #expect(answer.codes == codes)
            }
            clock.advance(by: .seconds(604_799))
            #expect(try await owner(bench, psid)?.text == GraphBench.app.id)
            #expect(try await control(bench, "release", psid).succeeded)
            #expect(try await owner(bench, psid) == nil)
            #expect(try await control(bench, "release", "1").codes == "100/2018001")
            let nobody = try await bench.get(
                "me/thread_owner", FormFields(["recipient": "1"]), token: bench.token())
            #expect(nobody.codes == "100/2018001")
        }
    }
}
