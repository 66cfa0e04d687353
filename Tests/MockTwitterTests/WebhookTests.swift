import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct WebhookTests {
    private let v1 = "/1.1/account_activity"
    private let v2 = "/2/account_activity"

    private func register(_ bench: XBench, _ url: String) async throws -> XBench.Answer {
        try await bench.call(.post, "\(v1)/webhooks.json?url=\(OAuthSignature.encode(url))")
    }

    @Test func registeringAsksTheWebhook() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let answer = try await register(bench, bench.gateway.webhook)
            #expect(answer.status == 200 && answer.json["valid"] == true)
            #expect(answer.json["url"]?.text == bench.gateway.webhook)
            #expect(answer.json["created_at"] == "2026-09-21T14:13:20Z")
            let asked = try await bench.gateway.challenges.wait()[0]
            #expect(asked.query["tenant"] == "1" && asked.query["crc_token"]?.count == 48)
            let signed = "crc_token=\(asked.query["crc_token"] ?? "")&nonce=\(asked.query["nonce"] ?? "")"
            #expect(
                asked.header(WebhookSignature.header)
                    == WebhookSignature.make(Array(signed.utf8), consumerSecret: XBench.app.consumerSecret))
            let id = answer.json["id"]?.text ?? ""
            let listed = try await bench.call(.get, "\(v1)/webhooks.json", bearer: bench.bearer)
            #expect(listed.json.elements?.map { $0["id"]?.text } == [id])
            let other = try await bench.call(.get, "/2/webhooks", bearer: bench.bearer)
            #expect(other.data.elements?[0]["valid"] == true && other.json["meta"]?["result_count"] == 1)
            #expect(other.data.elements?[0]["created_at"] == "2026-09-21T14:13:20.000Z")
            #expect(try await bench.call(.put, "\(v1)/webhooks/\(id).json").status == 204)
            #expect(bench.gateway.challenges.entries.count == 2)
            #expect(try await bench.call(.delete, "\(v1)/webhooks/\(id).json").status == 204)
            #expect(try await bench.call(.delete, "\(v1)/webhooks/\(id).json").codes == "404/34")
            #expect(try await bench.call(.get, "/2/webhooks", bearer: bench.bearer).data == .null)
        }
    }

    @Test(arguments: [
        ("wrong", "Invalid CRC token", "CrcValidationFailed"), ("no json", "Invalid CRC token", "CrcValidationFailed"),
        ("plain", "Invalid CRC token", "CrcValidationFailed"), ("404", "Non-200", "CrcValidationFailed"),
        ("500", "Non-200", "CrcValidationFailed"), ("302", "Non-200", "CrcValidationFailed"),
        ("cut", "Non-200", "CrcValidationFailed"), ("201", "Non-200", "CrcValidationFailed"),
    ])
    func aChallengeFails(how: String, message: String, reason: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let reply: MockReply =
                switch how {
                case "wrong": .json(["response_token": "sha256=AAAA"])
                case "no json": .text("{\"response", type: "application/json")
                case "plain": .text("{}", type: "text/plain")
                case "cut": .cut
                default: .status(Int(how) ?? 0)
                }
            bench.gateway.answerChallenges(reply, reply)
            let v1 = try await register(bench, bench.gateway.webhook)
            #expect(v1.codes == "403/214" && v1.error?["message"]?.text?.contains(message) == true)
            let v2 = try await bench.call(
                .post, "/2/webhooks", .json(["url": .string(bench.gateway.webhook)]), bearer: bench.bearer)
            #expect(v2.status == 400 && v2.json["detail"]?.text?.hasPrefix(reason) == true)
            #expect(bench.x.webhooks.isEmpty)
        }
    }

    @Test func aSlowAnswerFails() async throws {
        try await XBench.run(.with { $0.webhooks.patience = .milliseconds(300) }, subscribed: false) {
            bench async throws in
            let server = try LoopbackServer { _ in
                try? await Task.sleep(for: .seconds(5))
                return .cut
            }
            let port = try await server.start()
            let answer = try await register(bench, "http://127.0.0.1:\(port)/hook")
            #expect(answer.codes == "403/214" && answer.error?["message"]?.text?.hasPrefix("High latency") == true)
            await server.stop()
        }
    }

    @Test(arguments: [
        "http://gateway.example/hook", "https://gateway.example:8443/hook", "nonsense", "",
        "https://gateway.example/a b",
        "https://me:you@gateway.example/hook", "https://gateway.example/" + String(repeating: "x", count: 200),
    ])
    func addressesHaveRules(url: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let v1 = try await register(bench, url)
            #expect(v1.codes == "403/214" && v1.error?["message"] == "Webhook URL does not meet the requirements.")
            let v2 = try await bench.call(.post, "/2/webhooks", .json(["url": .string(url)]), bearer: bench.bearer)
            #expect(v2.status == 400 && v2.json["detail"]?.text?.hasPrefix("UrlValidationFailed") == true)
            bench.x.configure { $0.acceptsLoopbackWebhooks = false }
            #expect(try await register(bench, bench.gateway.webhook).codes == "403/214")
            #expect(bench.gateway.challenges.entries.isEmpty)
        }
    }

    @Test func aPublicOriginIsFoundWhereItReallyIs() async throws {
        let gateway = XGateway()
        try await gateway.start()
        let origins = ["https://gw.example.test": gateway.baseURL]
        let configuration = MockXConfiguration.with {
            $0.acceptsLoopbackWebhooks = false
            $0.origins = origins
        }
        try await XBench.run(configuration, subscribed: false) { bench async throws in
            #expect(try await register(bench, "https://gw.example.test/hook").status == 200)
            #expect(gateway.challenges.entries.count == 1)
            let unknown = try await register(bench, "https://elsewhere.example/hook")
            #expect(unknown.codes == "403/214" && bench.x.recorder.deliveries.entries.last?.outcome == .notLoopback)
        }
        await gateway.stop()
    }

    @Test func thereAreOnlySoMany() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.update(app: XBench.app.id) { $0.mostWebhooks = 1 }
            #expect(try await register(bench, bench.gateway.webhook).status == 200)
            #expect(
                try await register(bench, bench.gateway.webhook).error?["message"]
                    == "Too many resources already created.")
            let other = try await bench.call(
                .post, "/2/webhooks", .json(["url": .string(bench.gateway.baseURL + "/2")]), bearer: bench.bearer)
            #expect(other.json["detail"]?.text?.hasPrefix("WebhookLimitExceeded") == true)
            let same = try await bench.call(
                .post, "/2/webhooks", .json(["url": .string(bench.gateway.webhook)]), bearer: bench.bearer)
            #expect(same.json["detail"]?.text?.hasPrefix("DuplicateUrlFailed") == true)
        }
    }

    @Test func anAccountIsSubscribedByV1() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            _ = try await register(bench, bench.gateway.webhook)
            let all = "\(v1)/webhooks/\(bench.webhook)/subscriptions/all"
            #expect(try await bench.call(.get, all + ".json").codes == "404/34")
            #expect(try await bench.call(.post, all + ".json").status == 204)
            #expect(try await bench.call(.post, all + ".json").codes == "409/355")
            #expect(try await bench.call(.get, all + ".json").status == 204)
            #expect(try await bench.call(.post, "\(v1)/webhooks/1/subscriptions/all.json").codes == "404/34")
            #expect(try await bench.call(.post, all + ".json", bearer: bench.bearer).codes == "403/261")
            let list = try await bench.call(.get, all + "/list.json", bearer: bench.bearer)
            #expect(list.json["application_id"]?.text == XBench.app.id)
            #expect(list.json["subscriptions"]?.elements?.map { $0["user_id"]?.text } == [XBench.shop.id])
            let count = try await bench.call(.get, "\(v1)/subscriptions/count.json", bearer: bench.bearer)
            #expect(count.json["subscriptions_count_all"] == "1")
            let end = "\(v1)/webhooks/\(bench.webhook)/subscriptions/\(XBench.shop.id)/all.json"
            #expect(try await bench.call(.delete, end, bearer: bench.bearer).status == 204)
            #expect(try await bench.call(.delete, end, bearer: bench.bearer).codes == "404/34")
        }
    }

    @Test func anAccountIsSubscribedByV2() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let made = try await bench.call(
                .post, "/2/webhooks", .json(["url": .string(bench.gateway.webhook)]), bearer: bench.bearer)
            let id = made.data["id"]?.text ?? ""
            #expect(made.status == 200 && made.data["valid"] == true)
            #expect(try await bench.call(.put, "/2/webhooks/\(id)", bearer: bench.bearer).data["valid"] == true)
            let all = "\(v2)/webhooks/\(id)/subscriptions/all"
            #expect(try await bench.call(.get, all).data["subscribed"] == false)
            #expect(try await bench.call(.post, all, .json([:])).data["subscribed"] == true)
            #expect(try await bench.call(.get, all).data["subscribed"] == true)
            let again = try await bench.call(.post, all, .json([:]))
            #expect(again.json["detail"]?.text?.hasPrefix("DuplicateSubscriptionFailed") == true)
            #expect(try await bench.call(.post, all, .json([:]), bearer: bench.bearer).status == 403)
            let wrong = try await bench.call(.post, "\(v2)/webhooks/1/subscriptions/all", .json([:]))
            #expect(wrong.json["detail"]?.text?.hasPrefix("WebhookIdInvalid") == true)
            let list = try await bench.call(.get, all + "/list", bearer: bench.bearer)
            #expect(list.data["subscriptions"]?.elements?.count == 1)
            let count = try await bench.call(.get, "\(v2)/subscriptions/count", bearer: bench.bearer)
            #expect(count.data["subscriptions_count_all"] == "1")
            let end = "\(v2)/webhooks/\(id)/subscriptions/\(XBench.shop.id)/all"
            #expect(try await bench.call(.delete, end, bearer: bench.bearer).data["subscribed"] == false)
            let gone = try await bench.call(.delete, end, bearer: bench.bearer)
            #expect(gone.json["detail"]?.text?.hasPrefix("SubscriptionNotFound") == true)
            #expect(try await bench.call(.delete, "/2/webhooks/\(id)", bearer: bench.bearer).data["deleted"] == true)
        }
    }

    @Test func aTokenWithoutMessagesCannotSubscribe() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.update(app: XBench.app.id) { $0.permission = .readWrite }
            _ = try await register(bench, bench.gateway.webhook)
            let all = "/webhooks/\(bench.webhook)/subscriptions/all"
            #expect(try await bench.call(.post, v1 + all + ".json").codes == "403/261")
            #expect(try await bench.call(.post, v2 + all, .json([:])).status == 403)
            #expect(bench.x.webhooks[0].accounts.isEmpty)
        }
    }

    @Test(arguments: [
        ("wrong", true), ("302", true), ("500", false), ("404", false),
    ])
    func aWebhookIsAskedAgainAndAgain(how: String, endsAtOnce: Bool) async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock) { bench async throws in
            let reply: MockReply =
                how == "wrong" ? .json(["response_token": "sha256=AAAA"]) : .status(Int(how) ?? 0)
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(3600))
            _ = try await bench.gateway.challenges.wait(for: 1)
            await clock.sleepers(atLeast: 1)
            #expect(bench.x.webhooks[0].isValid)
            for hour in 1...29 {
                bench.gateway.answerChallenges(reply)
                clock.advance(by: .seconds(3600))
                _ = try await bench.gateway.challenges.wait(for: 1 + hour)
                await clock.sleepers(atLeast: 1)
                #expect(bench.x.webhooks[0].isValid == (endsAtOnce ? false : hour <= 28), "after \(hour) hours")
            }
            #expect(bench.x.recorder.problems.entries.map(\.code) == [214])
            let lost = try await bench.x.user("adabyron").write("anybody?", to: "harbourbooks")
            #expect(lost.deliveries.isEmpty && bench.gateway.events.entries.isEmpty)
            clock.advance(by: .seconds(3600))
            _ = try await bench.gateway.challenges.wait(for: 31)
            await clock.sleepers(atLeast: 1)
            #expect(bench.x.webhooks[0].isValid, "the next challenge makes it valid again")
        }
    }

    @Test func aWebhookThatKnowsTheOldSecretOnlyIsInvalidUntilItIsPut() async throws {
        try await XBench.run { bench async throws in
            let secret = bench.x.regenerateConsumerSecret(of: XBench.app.id)
            #expect(await bench.x.checkWebhook(bench.webhook) == false)
            let path = "\(v1)/webhooks/\(bench.webhook).json"
            let token = bench.shopToken
            func put() async throws -> String {
                try await bench.call(.put, path, as: token) { $0.consumerSecret = secret }.codes
            }
            #expect(try await put() == "403/214")
            bench.gateway.know(secret)
            #expect(try await put() == "204")
            #expect(bench.x.webhooks[0].isValid)
            bench.x.invalidateWebhook(bench.webhook)
            #expect(try await bench.x.user("adabyron").write("hi", to: "harbourbooks").deliveries.isEmpty)
            let v2 = try await bench.call(.put, "/2/webhooks/\(bench.webhook)", bearer: bench.bearer)
            #expect(v2.data["valid"] == true)
            #expect(try await bench.x.user("adabyron").write("hi", to: "harbourbooks").succeeded)
        }
    }

    @Test func eventsAreReplayed() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock) { bench async throws in
            let ada = bench.x.user("adabyron")
            try await ada.write("heard", to: "harbourbooks")
            bench.x.invalidateWebhook(bench.webhook)
            try await ada.write("missed", to: "harbourbooks")
            bench.gateway.events.clear()
            #expect(await bench.x.checkWebhook(bench.webhook))
            let path = "\(v1)/replay/webhooks/\(bench.webhook)/subscriptions/all.json"
            for (query, codes) in [
                ("", "400/356"), ("?from_date=202609211410&to_date=soon", "400/357"),
                ("?from_date=202609211410&to_date=202609211500", "400/358"),
                ("?from_date=202609101410&to_date=202609211414", "400/358"),
            ] {
                #expect(try await bench.call(.post, path + query, bearer: bench.bearer).codes == codes, "\(query)")
            }
            clock.advance(by: .seconds(60))
            let answer = try await bench.call(
                .post, path + "?from_date=202609211410&to_date=202609211414", bearer: bench.bearer)
            #expect(answer.status == 202 && answer.json["job_id"] != nil)
            let heard = try await bench.gateway.events.wait(for: 3)
            #expect(heard.map { $0.message["text"]?.text } == ["heard", "missed", nil])
            #expect(heard[2].json["replay_job_status"]?["job_state"] == "Complete")
        }
    }
}
