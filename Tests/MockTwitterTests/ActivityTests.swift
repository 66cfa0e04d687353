import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct ActivityTests {
    private let path = "/2/activity/subscriptions"

    private func want(
        _ bench: XBench, _ type: String, filter: JSON? = ["user_id": .string(XBench.shop.id)], tag: String = "ch_1",
        bearer: String? = nil
    ) async throws -> XBench.Answer {
        var members: [JSON.Member] = [
            .init("event_type", .string(type)), .init("tag", .string(tag)), .init("webhook_id", .string(bench.webhook)),
        ]
        if let filter { members.append(.init("filter", filter)) }
        guard let bearer else { return try await bench.call(.post, path, .json(.object(members))) }
        return try await bench.call(.post, path, .json(.object(members)), bearer: bearer)
    }

    private func run(_ test: (XBench) async throws -> Void) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            await bench.x.registerWebhook(bench.gateway.webhook, app: XBench.app.id)
            try await test(bench)
        }
    }

    @Test func subscriptionsComeAndGo() async throws {
        try await run { bench async throws in
            let made = try await want(bench, "dm.received")
            let id = made.data["subscription_id"]?.text ?? ""
            #expect(made.status == 200 && made.data["event_type"] == "dm.received" && !id.isEmpty)
            #expect(made.json["meta"]?["total_subscriptions"] == 1)
            #expect(try await want(bench, "dm.received").json["detail"]?.text?.hasPrefix("Duplicate") == true)
            let listed = try await bench.call(.get, path, bearer: bench.bearer)
            #expect(listed.data.elements?.map { $0["subscription_id"]?.text } == [id])
            let changed = try await bench.call(.put, path + "/" + id, .json(["tag": "ch_2"]))
            #expect(changed.data["tag"] == "ch_2")
            #expect(try await bench.call(.delete, path + "/" + id).data["deleted"] == true)
            #expect(try await bench.call(.delete, path + "/" + id).status == 404)
            bench.x.configure { $0.nestsActivitySubscriptions = true }
            #expect(try await want(bench, "dm.sent").data["subscription"]?["event_type"] == "dm.sent")
        }
    }

    @Test func subscriptionsAreChecked() async throws {
        try await run { bench async throws in
            #expect(try await want(bench, "dm.dance").status == 400)
            #expect(try await want(bench, "dm.received", filter: nil).status == 400)
            #expect(try await want(bench, "dm.received", bearer: bench.bearer).status == 403)
            let other: JSON = ["user_id": .string(XBench.ada.id)]
            #expect(try await want(bench, "dm.received", filter: other).status == 403)
            #expect(try await want(bench, "oauth.revoke").status == 400, "without a filter")
            #expect(try await want(bench, "dm.sent", tag: String(repeating: "x", count: 201)).status == 400)
            bench.x.removeWebhook(bench.webhook)
            let lost = try await want(bench, "dm.sent")
            #expect(lost.json["detail"]?.text?.hasPrefix("WebhookIdInvalid") == true)
        }
    }

    @Test func whatIsWantedIsHeard() async throws {
        try await run { bench async throws in
            for type in ["dm.received", "dm.sent", "dm.read", "dm.indicate_typing"] {
                #expect(try await want(bench, type).status == 200)
            }
            let ada = bench.x.user("adabyron")
            try await ada.write("hi", to: "harbourbooks")
            let heard = bench.gateway.events.entries[0]
            #expect(
                heard.header(WebhookSignature.header)
                    == WebhookSignature.make(heard.body, consumerSecret: XBench.app.consumerSecret))
            let data = heard.json["data"]
            #expect(data?["event_type"] == "dm.received" && data?["tag"] == "ch_1")
            #expect(data?["filter"]?["user_id"]?.text == XBench.shop.id)
            #expect(data?["event_uuid"]?.text.flatMap { Int64($0) } != nil)
            let event = data?["payload"]?["direct_message_events"]?.elements?[0]
            #expect(event?["message_create"]?["message_data"]?["text"] == "hi")
            #expect(data?["payload"]?["users"]?[XBench.ada.id]?["data"]?["username"] == "adabyron")
            let sent = try await bench.send().data["dm_event_id"]?.text
            let echo = try await bench.gateway.events.wait(for: 2)[1].json["data"]
            #expect(echo?["event_type"] == "dm.sent")
            #expect(echo?["payload"]?["direct_message_events"]?.elements?[0]["id"]?.text == sent)
            try await ada.type(to: "harbourbooks")
            try await ada.read(from: "harbourbooks")
            let types = bench.gateway.events.entries.map { $0.json["data"]?["event_type"]?.text }
            #expect(types == ["dm.received", "dm.sent", "dm.indicate_typing", "dm.read"])
            let read = bench.gateway.events.entries[3].json["data"]?["payload"]?["direct_message_mark_read_events"]
            #expect(read?.elements?[0]["last_read_event_id"]?.text == sent)
        }
    }

    @Test func filtersNarrow() async throws {
        try await run { bench async throws in
            let filter: JSON = ["user_id": .string(XBench.shop.id), "keyword": "Book"]
            #expect(try await want(bench, "dm.received", filter: filter).status == 200)
            let ada = bench.x.user("adabyron")
            #expect(try await ada.write("a book?", to: "harbourbooks").deliveries.count == 1)
            #expect(try await ada.write("hello", to: "harbourbooks").deliveries.isEmpty)
        }
    }

    @Test func removingTheAppIsTold() async throws {
        try await run { bench async throws in
            #expect(try await want(bench, "oauth.revoke", filter: nil, bearer: bench.bearer).status == 200)
            #expect(try await want(bench, "dm.received").status == 200)
            await bench.x.removeApp(XBench.app.id, of: "harbourbooks")
            let data = bench.gateway.events.entries[0].json["data"]
            #expect(data?["event_type"] == "oauth.revoke" && data?["payload"]?["user_id"]?.text == XBench.shop.id)
            #expect(data?["payload"]?["app_id"]?.text == XBench.app.id)
            let left = try await bench.call(.get, path, bearer: bench.bearer)
            #expect(left.data.elements?.map { $0["event_type"] } == ["oauth.revoke"])
        }
    }
}
