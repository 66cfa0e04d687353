import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct EventTests {
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    @Test func aMessageIsHeard() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock) { bench async throws in
            let receipt = try await bench.x.user("adabyron").write(
                "Tom & Jerry <3 https://example.com/x?a=1&b=2, \u{1F44D}", to: "harbourbooks")
            #expect(receipt.succeeded)
            let heard = bench.gateway.events.entries[0]
            #expect(
                heard.header(WebhookSignature.header)
                    == WebhookSignature.make(heard.body, consumerSecret: XBench.app.consumerSecret))
            #expect(heard.query["tenant"] == "1" && heard.mediaType == "application/json")
            #expect(heard.json["for_user_id"]?.text == XBench.shop.id && heard.kind == "direct_message_events")
            #expect(heard.event["id"]?.text == receipt.message)
            #expect(heard.event["created_timestamp"] == "1790000000000")
            let create = heard.event["message_create"]
            #expect(create?["sender_id"]?.text == XBench.ada.id)
            #expect(create?["target"]?["recipient_id"]?.text == XBench.shop.id)
            let app = create?["source_app_id"]?.text ?? ""
            #expect(heard.json["apps"]?[app]?["name"] == "X Web App" && app != XBench.app.id)
            let link = heard.message["entities"]?["urls"]?.elements?[0]
            #expect(
                heard.message["text"]?.text == "Tom &amp; Jerry &lt;3 \(link?["url"]?.text ?? ""), \u{1F44D}")
            #expect(link?["expanded_url"] == "https://example.com/x?a=1&b=2" && link?["indices"] == [22, 45])
            #expect(heard.json["users"]?[XBench.ada.id]?["screen_name"] == "adabyron")
            #expect(heard.json["users"]?[XBench.shop.id]?["name"] == "Harbour Books")
        }
    }

    @Test func whatIsSentIsEchoed() async throws {
        try await XBench.run { bench async throws in
            let sent = try await bench.send(["text": "from us"]).data["dm_event_id"]?.text ?? ""
            let own = try await bench.gateway.events.wait()[0]
            #expect(own.json["for_user_id"]?.text == XBench.shop.id && own.event["id"]?.text == sent)
            #expect(own.event["message_create"]?["sender_id"]?.text == XBench.shop.id)
            #expect(own.event["message_create"]?["source_app_id"]?.text == XBench.app.id)
            let byHand = try await bench.x.user("harbourbooks").write("by hand", to: "adabyron")
            #expect(byHand.succeeded)
            let other = bench.gateway.events.entries[1]
            #expect(other.event["message_create"]?["source_app_id"]?.text != XBench.app.id)
            let seen = bench.x.user("adabyron").received(from: "harbourbooks")
            #expect(seen.map(\.isWrittenByHand) == [false, true])
        }
    }

    @Test func bothSidesMayBeSubscribed() async throws {
        try await XBench.run { bench async throws in
            bench.x.subscribe("harbourcafe", to: bench.webhook)
            try await bench.x.user("harbourcafe").write("neighbour?", to: "harbourbooks")
            let heard = bench.gateway.events.entries
            #expect(Set(heard.map { $0.json["for_user_id"]?.text }) == [XBench.shop.id, XBench.cafe.id])
            #expect(heard[0].event["id"] == heard[1].event["id"])
        }
    }

    @Test func anAnswerIsTapped() async throws {
        try await XBench.run { bench async throws in
            let ada = bench.x.user("adabyron")
            _ = try await bench.sendV1([
                "text": "Pick one",
                "quick_reply": ["type": "options", "options": [["label": "Red", "metadata": "opt_1"]]],
            ])
            _ = try await bench.gateway.events.wait()
            let receipt = try await ada.tap("Red", from: "harbourbooks")
            let heard = bench.gateway.events.entries[1]
            #expect(receipt.succeeded && heard.message["text"] == "Red")
            #expect(heard.message["quick_reply_response"] == ["type": "options", "metadata": "opt_1"])
            await #expect(throws: MockXFailure.noSuchOption("Blue")) {
                try await ada.tap("Blue", from: "harbourbooks")
            }
        }
    }

    @Test func aPictureIsFetchedByWhoSigns() async throws {
        try await XBench.run { bench async throws in
            let picture = MockMedia(contentType: "image/png", bytes: Self.picture)
            try await bench.x.user("adabyron").write("look", to: "harbourbooks", attaching: picture)
            let message = bench.gateway.events.entries[0].message
            let media = message["attachment"]?["media"]
            #expect(message["attachment"]?["type"] == "media" && media?["type"] == "photo")
            let link = media?["url"]?.text ?? ""
            #expect(message["text"]?.text == "look \(link)" && link.hasPrefix("https://t.co/"))
            #expect(message["entities"]?["urls"]?.elements?.last?["url"]?.text == link)
            #expect(media?["id"]?.number.map(String.init) == media?["id_str"]?.text)
            let address = media?["media_url_https"]?.text ?? ""
            let path = try #require(WebAddress(address)?.target)
            #expect(address.hasPrefix(bench.x.baseURL + "/1.1/ton/data/dm/"))
            #expect(try await bench.plain(.get, path).status == 401)
            #expect(try await bench.call(.get, path, bearer: bench.bearer).status == 403)
            let fetched = try await bench.call(.get, path)
            #expect(fetched.bytes == Self.picture && fetched.header("content-type") == "image/png")
            let stranger = bench.x.token(of: "harbourcafe", app: XBench.app.id)
            #expect(try await bench.call(.get, path, as: stranger).codes == "403/200")
            #expect(try await bench.call(.get, path + "x/y").status == 404)
            bench.x.configure { $0.mediaOrigin = "https://ton.twitter.com" }
            try await bench.x.user("adabyron").write("", to: "harbourbooks", attaching: picture)
            let second = bench.gateway.events.entries[1].message
            #expect(second["text"] == second["attachment"]?["media"]?["url"])
            let there = second["attachment"]?["media"]?["media_url"]?.text ?? ""
            #expect(there.hasPrefix("https://ton.twitter.com/1.1/ton/data/dm/"))
            let target = try #require(WebAddress(there)?.target)
            let signed = try await bench.call(.get, target) { $0.base = "https://ton.twitter.com" }
            #expect(signed.bytes == Self.picture)
        }
    }

    @Test func typingAndReadingAreHeard() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock) { bench async throws in
            let ada = bench.x.user("adabyron")
            await #expect(throws: MockXFailure.nothingWritten) { try await ada.read(from: "harbourbooks") }
            let sent = try await bench.send().data["dm_event_id"]?.text ?? ""
            _ = try await bench.gateway.events.wait()
            try await ada.type(to: "harbourbooks")
            let typing = bench.gateway.events.entries[1]
            #expect(typing.kind == "direct_message_indicate_typing_events")
            #expect(typing.event["sender_id"]?.text == XBench.ada.id)
            #expect(bench.x.user("harbourbooks").seesTyping(by: "adabyron"))
            try await ada.read(from: "harbourbooks")
            let read = bench.gateway.events.entries[2]
            #expect(read.kind == "direct_message_mark_read_events")
            #expect(
                read.event["last_read_event_id"]?.text == sent && read.event["created_timestamp"] == "1790000000000")
            #expect(ada.received(from: "harbourbooks").map(\.isRead) == [true])
            #expect(read.json["users"]?[XBench.ada.id] != nil)
        }
    }

    @Test func followsAndBlocksAreToldOfWhoActs() async throws {
        try await XBench.run { bench async throws in
            let (ada, shop) = (bench.x.user("adabyron"), bench.x.user("harbourbooks"))
            #expect(try await ada.setFollowing(true, "harbourbooks").succeeded)
            let follow = bench.gateway.events.entries[0]
            #expect(follow.kind == "follow_events" && follow.event["type"] == "follow")
            #expect(follow.event["source"]?["id"]?.text == XBench.ada.id)
            #expect(try await ada.setFollowing(false, "harbourbooks").deliveries.isEmpty)
            #expect(
                try await ada.setBlocked(true, "harbourbooks").deliveries.isEmpty, "nobody is told of being blocked")
            #expect(try await bench.sendV1(["text": "a"]).codes == "403/349")
            try await ada.setBlocked(false, "harbourbooks")
            #expect(try await shop.setBlocked(true, "adabyron").succeeded)
            let block = bench.gateway.events.entries[1]
            #expect(block.kind == "block_events" && block.event["target"]?["id"]?.text == XBench.ada.id)
            await #expect(throws: MockXFailure.refused(349)) { try await ada.write("hi", to: "harbourbooks") }
        }
    }

    @Test func aBusinessMayBeClosedToo() async throws {
        try await XBench.run { bench async throws in
            bench.x.update(account: "harbourbooks") { $0.allowsDMsFrom = .following }
            #expect(
                try await bench.call(.get, "/1.1/account/settings.json").json["allow_dms_from"] == "following")
            let ada = bench.x.user("adabyron")
            await #expect(throws: MockXFailure.refused(150)) { try await ada.write("hi", to: "harbourbooks") }
            _ = try await bench.send()
            #expect(try await ada.write("hi", to: "harbourbooks").succeeded, "the business has written")
            let new = bench.x.user("Somebody New")
            #expect(bench.x.user("somebodynew").id == new.id && bench.x.account(new.id)?.name == "Somebody New")
            await #expect(throws: MockXFailure.noSuchAccount("nobody")) { try await ada.write("hi", to: "nobody") }
        }
    }

    @Test func removingTheAppIsTold() async throws {
        try await XBench.run { bench async throws in
            let token = bench.shopToken
            let deliveries = await bench.x.removeApp(XBench.app.id, of: "harbourbooks")
            #expect(deliveries.map(\.outcome) == [.answered(status: 200)])
            let told = bench.gateway.events.entries[0].json
            #expect(told["for_user_id"] == nil)
            let revoke = told["user_event"]?["revoke"]
            #expect(revoke?["source"]?["user_id"]?.text == XBench.shop.id)
            #expect(revoke?["target"]?["app_id"]?.text == XBench.app.id)
            #expect(revoke?["date_time"]?.text?.hasSuffix("+00:00") == true)
            #expect(bench.x.webhooks[0].accounts.isEmpty)
            #expect(try await bench.call(.get, "/2/users/me", as: token).status == 401)
            #expect(try await bench.x.user("adabyron").write("hi", to: "harbourbooks").deliveries.isEmpty)
            #expect(await bench.x.removeApp(XBench.app.id, of: "harbourbooks").isEmpty, "nothing is left to remove")
        }
    }

    @Test func eventsMayComeTogether() async throws {
        try await XBench.run { bench async throws in
            let ada = bench.x.user("adabyron")
            bench.x.holdEvents()
            #expect(try await ada.write("one", to: "harbourbooks").deliveries.isEmpty)
            try await bench.x.user("bo_finch").write("two", to: "harbourbooks")
            try await ada.type(to: "harbourbooks")
            #expect(await bench.x.releaseEvents(reversed: true, copies: 2).count == 2)
            let heard = bench.gateway.events.entries
            #expect(heard.map(\.kind) == ["direct_message_indicate_typing_events", "direct_message_events"])
            let texts = (heard[1].json["direct_message_events"]?.elements ?? []).map {
                $0["message_create"]?["message_data"]?["text"]?.text
            }
            #expect(texts == ["two", "two", "one", "one"])
            #expect(heard[1].json["users"]?.members?.count == 3)
            #expect(try await ada.write("three", to: "harbourbooks").succeeded, "nothing is held back any more")
        }
    }

    @Test func otherKindsCanBePublished() async throws {
        try await XBench.run { bench async throws in
            await bench.x.publish("favorite_events", ["id": "1"], of: "harbourbooks")
            #expect(bench.gateway.events.entries[0].kind == "favorite_events")
        }
    }
}
