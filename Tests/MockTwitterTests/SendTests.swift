import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct SendTests {
    @Test func v1AnswersWithTheEvent() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.sendV1([
                "text": "Tom & Jerry https://example.com/x.",
                "quick_reply": [
                    "type": "options",
                    "options": [["label": "Red", "metadata": "opt_1"], ["label": "Blue", "metadata": "opt_2"]],
                ], "ctas": [["type": "web_url", "label": "Open", "url": "https://example.com"]],
            ])
            #expect(answer.status == 200 && answer.header("x-access-level") == "read-write-directmessages")
            #expect(answer.header("x-rate-limit-limit") == nil)
            let event = answer.json["event"]
            #expect(
                event?["type"] == "message_create" && event?["message_create"]?["sender_id"]?.text == XBench.shop.id)
            let data = event?["message_create"]?["message_data"]
            let link = data?["entities"]?["urls"]?.elements?.first
            #expect(data?["text"]?.text == "Tom &amp; Jerry \(link?["url"]?.text ?? "").")
            #expect(link?["expanded_url"] == "https://example.com/x" && link?["indices"] == [16, 39])
            #expect(data?["quick_reply"]?["options"]?.elements?.count == 2)
            let seen = bench.x.user("adabyron").received(from: "harbourbooks")
            #expect(seen.map(\.text) == ["Tom & Jerry https://example.com/x."])
            #expect(seen[0].id == event?["id"]?.text && seen[0].options.map(\.label) == ["Red", "Blue"])
            #expect(seen[0].app == XBench.app.id && !seen[0].isWrittenByHand)
        }
    }

    @Test func v2AnswersWithTheIds() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.send(["text": "hi"])
            let id = answer.data["dm_event_id"]?.text ?? ""
            #expect(answer.status == 201 && answer.header("location")?.hasSuffix("/2/dm_events/\"\(id)\"") == true)
            let conversation = "\(XBench.ada.id)-\(XBench.shop.id)"
            #expect(answer.data["dm_conversation_id"]?.text == conversation, "the smaller number first")
            let second = try await bench.call(
                .post, "/2/dm_conversations/\(conversation)/messages", .json(["text": "again"]))
            #expect(second.status == 201)
            let texts = bench.x.messages(between: "harbourbooks", and: "adabyron").map(\.text)
            #expect(texts == ["hi", "again"])
            #expect((Int(second.data["dm_event_id"]?.text ?? "") ?? 0) > (Int(id) ?? .max))
            let foreign = try await bench.call(
                .post, "/2/dm_conversations/1-2/messages", .json(["text": "again"]))
            #expect(foreign.status == 403)
        }
    }

    private static let options21: JSON = .array([JSON](repeating: ["label": "A"], count: 21))

    @Test(
        arguments: [
            (["text": .string(String(repeating: "é", count: 10_001))], "403/354"),
            (["text": .string(String(repeating: "é", count: 10_000))], "200"),
            (["text": ""], "403/151"), ([:], "403/151"),
            (["text": "a", "attachment": ["type": "media", "media": ["id": "1"]]], "400/325"),
            (["text": "a", "attachment": ["type": "location"]], "403/151"),
            (["text": "a", "quick_reply": ["type": "options", "options": options21]], "403/151"),
            (["text": "a", "quick_reply": ["type": "options", "options": []]], "403/151"),
            (
                [
                    "text": "a",
                    "quick_reply": [
                        "type": "options", "options": [["label": "A", "description": "d"], ["label": "B"]],
                    ],
                ], "403/151"
            ),
            (
                [
                    "text": "a",
                    "quick_reply": [
                        "type": "options", "options": [["label": .string(String(repeating: "x", count: 37))]],
                    ],
                ], "403/151"
            ),
            (["text": "a", "ctas": [["type": "web_url", "label": "no address"]]], "403/151"),
        ] as [(JSON, String)])
    func v1RefusesWhatIsNoMessage(data: JSON, codes: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            #expect(try await bench.sendV1(data).codes == codes)
            #expect(bench.x.traffic.entries.count == (codes == "200" ? 1 : 0))
        }
    }

    @Test(
        arguments: [
            ["text": ""], [:], ["text": "a", "quick_reply": [:]], ["attachments": []],
            ["attachments": [["media_id": "1"], ["media_id": "2"]]], ["text": "a", "attachments": [["media_id": "1"]]],
            ["text": .string(String(repeating: "x", count: 10_001))],
        ] as [JSON])
    func v2RefusesWhatIsNoMessage(body: JSON) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.send(body)
            #expect(answer.status == 400 && answer.json["title"] == "Invalid Request")
            #expect(answer.header("content-type") == "application/problem+json")
            #expect(bench.x.traffic.entries.isEmpty)
        }
    }

    @Test(arguments: [
        ("closed", "403/349"), ("blocked", "403/349"), ("following", "403/150"), ("suspended", "403/63"),
        ("unknown", "404/50"), ("written", "200"), ("followed", "200"), ("closed and written", "403/349"),
    ])
    func notEverybodyCanBeWrittenTo(how: String, codes: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let ada = bench.x.user("adabyron")
            switch how {
            case "closed": ada.update { $0.closesDMs = true }
            case "blocked": try await ada.setBlocked(true, "harbourbooks")
            case "suspended": ada.update { $0.isSuspended = true }
            case "unknown": break
            default:
                ada.update { $0.allowsDMsFrom = .following }
                if how == "followed" { try await ada.setFollowing(true, "harbourbooks") }
                if how.hasSuffix("written") { try await ada.write("hi", to: "harbourbooks") }
                if how.hasPrefix("closed") { ada.update { $0.closesDMs = true } }
            }
            let recipient = how == "unknown" ? "12345" : XBench.ada.id
            let seen = try await bench.call(
                .get, "/2/users/\(XBench.ada.id)?user.fields=receives_your_dm,connection_status")
            if how != "unknown", how != "suspended" {
                #expect(seen.data["receives_your_dm"] == .bool(codes == "200"))
            }
            #expect(try await bench.sendV1(["text": "a"], to: recipient).codes == codes)
            let v2 = try await bench.send(to: recipient)
            #expect(v2.status == (codes == "200" ? 201 : 403))
            if codes != "200" {
                #expect(v2.json["detail"] == "You do not have permission to DM one or more participants.")
            }
            #expect(ada.received(from: "harbourbooks").count == (codes == "200" ? 2 : 0))
        }
    }

    @Test func aParticipantIsANumber() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.send(to: "abc")
            #expect(answer.status == 400)
            #expect(answer.error?["parameters"]?["participant_id"] == ["abc"])
        }
    }

    @Test func limitsAreTold() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let reset = String(Int(XBench.start.timeIntervalSince1970) + 900)
            for left in (0..<15).reversed() {
                let answer = try await bench.send()
                #expect(answer.status == 201 && answer.header("x-rate-limit-remaining") == String(left))
                #expect(answer.header("x-rate-limit-reset") == reset)
                #expect(answer.header("x-user-limit-24hour-remaining") == String(1425 + left))
            }
            let refused = try await bench.send()
            #expect(refused.status == 429 && refused.json["title"] == "Too Many Requests")
            #expect(refused.header("x-rate-limit-remaining") == "0" && refused.header("x-rate-limit-reset") == reset)
            #expect(refused.header("retry-after") == nil)
            let other = bench.x.token(of: "harbourcafe", app: XBench.app.id)
            #expect(try await bench.send(as: other).status == 201, "a limit of each user")
            #expect(try await bench.sendV1(["text": "a"]).status == 200, "another limit")
            clock.advance(by: .seconds(899))
            #expect(try await bench.send().status == 429)
            clock.advance(by: .seconds(1))
            #expect(try await bench.send().status == 201)
            #expect(bench.x.user("adabyron").received(from: "harbourbooks").count == 17)
        }
    }

    @Test func limitsCanBeUsedUp() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.exhaust(.sendV1, of: "harbourbooks")
            #expect(try await bench.sendV1(["text": "a"]).codes == "403/185")
            bench.x.exhaust(.readSelf, of: "harbourbooks")
            #expect(try await bench.call(.get, "/1.1/account/verify_credentials.json").codes == "429/88")
            bench.x.freeLimits(of: "harbourbooks")
            #expect(try await bench.sendV1(["text": "a"]).status == 200)
            bench.x.configure { $0.limits[.send] = XLimits.Rule(perDayOfApp: 1) }
            #expect(try await bench.send().header("x-app-limit-24hour-remaining") == "0")
            #expect(try await bench.send().status == 429)
        }
    }

    @Test func messagesAreListed() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let ada = bench.x.user("adabyron")
            try await ada.write("one <3", to: "harbourbooks")
            try await bench.x.user("bo_finch").write("two", to: "harbourbooks")
            let third = try await bench.send(["text": "three"]).data["dm_event_id"]?.text ?? ""
            let v1 = try await bench.call(.get, "/1.1/direct_messages/events/list.json?count=2")
            let events = v1.json["events"]?.elements ?? []
            func text(_ event: JSON) -> String? { event["message_create"]?["message_data"]?["text"]?.text }
            #expect(events.map(text) == ["three", "two"])
            #expect(v1.json["apps"]?[XBench.app.id]?["name"] == "Mock app")
            let cursor = v1.json["next_cursor"]?.text ?? ""
            let rest = try await bench.call(.get, "/1.1/direct_messages/events/list.json?count=2&cursor=\(cursor)")
            #expect(rest.json["events"]?.elements?.map(text) == ["one &lt;3"] && rest.json["next_cursor"] == nil)
            let one = try await bench.call(.get, "/1.1/direct_messages/events/show.json?id=\(third)")
            #expect(one.json["event"].map(text) == "three")

            let fields = "dm_event.fields=created_at,sender_id,dm_conversation_id&expansions=sender_id"
            let all = try await bench.call(.get, "/2/dm_events?max_results=2&\(fields)")
            #expect(all.data.elements?.map { $0["text"]?.text } == ["three", "two"])
            #expect(all.data.elements?[0]["sender_id"]?.text == XBench.shop.id)
            #expect(all.json["includes"]?["users"]?.elements?.count == 2)
            let next = all.json["meta"]?["next_token"]?.text ?? ""
            let more = try await bench.call(.get, "/2/dm_events?max_results=2&pagination_token=\(next)")
            #expect(more.data.elements?.count == 1 && more.json["meta"]?["next_token"] == nil)
            let previous = more.json["meta"]?["previous_token"]?.text ?? ""
            let back = try await bench.call(.get, "/2/dm_events?max_results=2&pagination_token=\(previous)")
            #expect(back.data.elements?.map { $0["text"]?.text } == ["three", "two"])
            let with = try await bench.call(.get, "/2/dm_conversations/with/\(XBench.bo.id)/dm_events")
            #expect(with.data.elements?.map { $0["text"]?.text } == ["two"])
            #expect(with.data.elements?[0]["sender_id"] == nil)
            let shown = try await bench.call(.get, "/2/dm_events/\(third)?dm_event.fields=created_at")
            #expect(shown.data["created_at"] == "2026-09-21T14:13:20.000Z")
            #expect(try await bench.call(.get, "/2/dm_events?max_results=101").status == 400)

            bench.x.faults.listLag = .seconds(5)
            #expect(try await bench.call(.get, "/2/dm_events").json["meta"]?["result_count"] == 0)
            bench.x.faults.listLag = .zero
            clock.advance(by: .seconds(30 * 86_400 + 1))
            #expect(try await bench.call(.get, "/2/dm_events").json["meta"]?["result_count"] == 0)
        }
    }

    @Test func aMessageIsDeletedForOneSide() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let theirs = try #require(try await bench.x.user("adabyron").write("hi", to: "harbourbooks").message)
            let ours = try await bench.send().data["dm_event_id"]?.text ?? ""
            #expect(try await bench.call(.delete, "/2/dm_events/\(theirs)").status == 404)
            #expect(try await bench.call(.delete, "/2/dm_events/\(ours)").data["deleted"] == true)
            let path = "/1.1/direct_messages/events/destroy.json?id="
            #expect(try await bench.call(.delete, path + theirs).status == 204)
            #expect(try await bench.call(.delete, path + theirs).codes == "404/34")
            #expect(try await bench.call(.get, "/2/dm_events").json["meta"]?["result_count"] == 0)
            #expect(bench.x.messages(between: "adabyron", and: "harbourbooks").count == 2)
        }
    }

    @Test func whatWasReadIsMarked() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let ada = bench.x.user("adabyron")
            let first = try #require(try await ada.write("one", to: "harbourbooks").message)
            try await ada.write("two", to: "harbourbooks")
            func mark(_ id: String) async throws -> String {
                try await bench.call(
                    .post, "/1.1/direct_messages/mark_read.json",
                    .form(FormFields(["last_read_event_id": id, "recipient_id": XBench.ada.id]))
                ).codes
            }
            #expect(try await mark("123") == "404/34")
            #expect(try await mark(first) == "204")
            #expect(ada.messages(with: "harbourbooks").map(\.isRead) == [true, false])
        }
    }
}
