import ConnectorKit
import GatewayModel
import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("What X's events say")
struct TwitterEventTests {
    static let us = "77"
    static let customer = TwitterAddress.carried("88")
    static let id = "1976208000000000001"

    /// What a message is read as, in a form to be compared.
    struct Reading: Sendable {
        var text: String?
        var media: [String] = []
        var details: [String: String] = [:]
    }

    @Test(
        "Messages of every kind, in all three shapes",
        arguments: [
            (#""text":"hi""#, "", "", Reading(text: "hi")),
            (#""text":"""#, "", "", Reading()), ("", "", "", Reading()),
            (
                #""text":"Red","quick_reply_response":{"type":"options","metadata":"opt_2"}"#, "", "",
                Reading(
                    text: "Red",
                    details: [
                        "quick_reply_response.type": "options", "quick_reply_response.metadata": "opt_2",
                        "quickReply": "opt_2",
                    ])
            ),
            (
                #""text":"hi""#, #","source_app_id":"268278""#,
                #","initiated_via":{"tweet_id":"18","welcome_message_id":"17"}"#,
                Reading(
                    text: "hi",
                    details: [
                        "source_app_id": "268278", "initiated_via.tweet_id": "18",
                        "initiated_via.welcome_message_id": "17",
                    ])
            ),
            (
                #""text":"hi","tomorrow":{"a":[1,true]}"#, #","later":"b""#, "",
                Reading(text: "hi", details: ["tomorrow.a.0": "1", "tomorrow.a.1": "true", "later": "b"])
            ),
            (
                #""text":"Look https:\/\/t.co\/AbCdEfGhIj","entities":{"urls":[{"url":"https:\/\/t.co\/AbCdEfGhIj","expanded_url":"https:\/\/twitter.com\/messages\/media\/19","indices":[5,28]}]},"attachment":{"type":"media","media":{"id":1900000000000000009,"id_str":"1900000000000000009","indices":[5,28],"media_url":"http:\/\/ton.twitter.com\/1.1\/ton\/data\/dm\/1\/9\/k.jpg","media_url_https":"https:\/\/ton.twitter.com\/1.1\/ton\/data\/dm\/1\/9\/k.jpg","url":"https:\/\/t.co\/AbCdEfGhIj","display_url":"pic.twitter.com\/AbCdEfGhIj","expanded_url":"https:\/\/twitter.com\/messages\/media\/19","type":"photo","sizes":{"thumb":{"w":150,"h":150,"resize":"crop"}}}}"#,
                "", "",
                Reading(
                    text: "Look", media: ["https://ton.twitter.com/1.1/ton/data/dm/1/9/k.jpg image/*"],
                    details: [
                        "attachment.type": "media", "attachment.media.id_str": "1900000000000000009",
                        "attachment.media.type": "photo",
                    ])
            ),
            (
                #""text":"https://t.co/A1","attachment":{"type":"media","media":{"id_str":"9","url":"https://t.co/A1","media_url_https":"https://pbs/1.jpg","type":"video","video_info":{"duration_millis":5,"variants":[{"content_type":"application/x-mpegURL","url":"https://v/1.m3u8"},{"bitrate":320000,"content_type":"video/mp4","url":"https://v/320.mp4"},{"bitrate":2176000,"content_type":"video/mp4","url":"https://v/2176.mp4"},{"bitrate":832000,"content_type":"video/mp4","url":"https://v/832.mp4"}]}}}"#,
                "", "",
                Reading(
                    media: ["https://v/2176.mp4 video/mp4"],
                    details: [
                        "attachment.type": "media", "attachment.media.id_str": "9", "attachment.media.type": "video",
                    ])
            ),
            (
                #""text":"a https://t.co/A1","attachment":{"type":"media","media":{"url":"https://t.co/A1","media_url_https":"https://pbs/1.jpg","type":"animated_gif","video_info":{"variants":[{"bitrate":0,"content_type":"video/mp4","url":"https://v/0.mp4"}]}}}"#,
                "", "",
                Reading(
                    text: "a", media: ["https://v/0.mp4 video/mp4"],
                    details: ["attachment.type": "media", "attachment.media.type": "animated_gif"])
            ),
            // A film that no player can be given, and a file of another kind: nothing of them is lost.
            (
                #""text":"a https://t.co/A1","attachment":{"type":"media","media":{"url":"https://t.co/A1","type":"video"}}"#,
                "", "",
                Reading(
                    text: "a https://t.co/A1",
                    details: [
                        "attachment.type": "media", "attachment.media.type": "video",
                        "attachment.media.url": "https://t.co/A1",
                    ])
            ),
            (
                #""text":"here","attachment":{"type":"location","location":{"type":"shared_coordinate"}}"#, "", "",
                Reading(
                    text: "here",
                    details: ["attachment.type": "location", "attachment.location.type": "shared_coordinate"])
            ),
        ] as [(String, String, String, Reading)])
    func messages(data: String, create: String, event: String, reading: Reading) throws {
        let item = XEvents.message(Self.id, data: data, create: create, event: event)
        for (body, name) in [
            (XEvents.account([item]), "annclient"), (XEvents.activity("dm.received", XEvents.list([item])), "ann2"),
            (XEvents.activity("dm.received", XEvents.list([item]), filter: nil), "ann2"),
        ] {
            let read = try #require(try XEvents.events(body).first)
            guard case .message(let message) = read.content else { return #expect(Bool(false), "\(read)") }
            #expect(read.address == TwitterAddress.carried(Self.us))
            #expect(message.from == Self.customer)
            #expect(message.text == reading.text)
            #expect(message.media.map { "\($0.url) \($0.contentType)" } == reading.media)
            let always = ["id": Self.id, "sender.screen_name": name]
            #expect(message.details == reading.details.merging(always) { $1 })
            #expect(message.sentAt == Timestamp(milliseconds: 1_760_000_000_123))
            #expect(message.carrierAnswer == .never && message.carrierOptOut == nil)
            #expect(
                read.key
                    == EventKey(time: Timestamp(milliseconds: 1_759_999_678_026), id: "77/1976208000000000001"))
        }
    }

    @Test("Two accounts of ours that write to each other have an event each, under one id")
    func twoOfOurs() throws {
        let item = XEvents.message(Self.id, from: "99", to: Self.us, data: #""text":"hi""#)
        let received = try #require(try XEvents.events(XEvents.account([item])).first)
        let sent = try #require(try XEvents.events(XEvents.account([item], of: "99")).first)
        #expect(received.key != sent.key && received.key.time == sent.key.time)
        #expect(sent.address.value == "99")
        guard case .message = received.content, case .echo(let echo) = sent.content else {
            return #expect(Bool(false))
        }
        #expect(echo.to.value == Self.us && echo.platformID == Self.id)
    }

    @Test(
        "What was sent in our name, by whom X says",
        arguments: [
            (#","source_app_id":"268278""#, "app X Web App"), (#","source_app_id":268278"#, "app X Web App"),
            (#","source_app_id":"99887766""#, "app 99887766"), ("", "another application"),
        ])
    func echoes(create: String, sender: String) throws {
        let item = XEvents.message(Self.id, from: Self.us, to: "88", data: #""text":"Hi &amp; bye""#, create: create)
        for body in [XEvents.account([item]), XEvents.activity("dm.sent", XEvents.list([item]))] {
            let read = try #require(try XEvents.events(body).first)
            guard case .echo(let echo) = read.content else { return #expect(Bool(false)) }
            #expect(read.address.value == Self.us && echo.to == Self.customer && echo.platformID == Self.id)
            #expect(echo.text == "Hi & bye" && echo.sender == sender)
            #expect(echo.sentAt == Timestamp(milliseconds: 1_760_000_000_123))
            #expect(read.key.id == "77/1976208000000000001")
        }
        let untold = XEvents.message(Self.id, from: Self.us, to: "88", data: "", at: "soon")
        guard case .echo(let echo)? = try XEvents.events(XEvents.account([untold])).first?.content else {
            return #expect(Bool(false))
        }
        #expect(echo.sentAt == Timestamp(milliseconds: 1_759_999_678_026))
    }

    @Test(
        "A reading covers the message that is named and what came before it, and nothing after",
        arguments: [
            // The id's own moment, not that of the reading; the earlier of both, should clocks differ.
            ("1976208000000000001", "1760000002000", 1_759_999_678_026),
            ("1976208000000000001", "1759998000000", 1_759_998_000_000),
            ("1976208000000000001", "soon", 1_759_999_678_026),
            // An id without a moment covers itself alone.
            ("19", "1760000002000", nil), ("99999999999999999999", "1760000002000", nil),
            ("conformance-out", "1760000002000", nil),
        ] as [(String, String, Int64?)])
    func reads(last: String, at: String, upTo: Int64?) throws {
        let item = XEvents.read(last, at: at)
        let list = #""direct_message_mark_read_events":[\#(item)]"#
        for body in [XEvents.account(list: list), XEvents.activity("dm.read", "{\(list)}")] {
            let events = try XEvents.events(body)
            #expect(events.count == (upTo == nil ? 1 : 2) && Set(events.map(\.key)).count == events.count)
            guard case .report(let report)? = events.first?.content else { return #expect(Bool(false)) }
            #expect(report.platformID == last && report.status == .read && report.part == nil)
            guard let upTo else { continue }
            guard case .watermark(let mark)? = events.last?.content else { return #expect(Bool(false)) }
            #expect(
                mark
                    == Watermark(
                        customer: Self.customer, status: .read, upTo: Timestamp(milliseconds: upTo)))
            #expect(events.allSatisfy { $0.address.value == Self.us })
        }
    }

    @Test(
        "What a desk has no use for brings nothing, and is no unknown kind",
        arguments: [
            #""direct_message_indicate_typing_events":[{"created_timestamp":"1760000001000","sender_id":"88","target":{"recipient_id":"77"}}]"#,
            #""direct_message_mark_read_events":[{"created_timestamp":"1760000001000","sender_id":"77","target":{"recipient_id":"88"},"last_read_event_id":"1976208000000000001"}]"#,
            #""follow_events":[{"type":"unfollow","created_timestamp":"1517588749178","target":{"id":"77"},"source":{"id":"88"}}]"#,
            #""block_events":[{"type":"block","created_timestamp":"1518127020304","source":{"id":"77"},"target":{"id":"88"}}]"#,
            #""mute_events":[{"type":"mute"}]"#, #""favorite_events":[{"id":"a7"}]"#,
            #""tweet_create_events":[{"id":1}],"user_has_blocked":false"#, #""tweet_delete_events":[{"status":{}}]"#,
            #""replay_job_status":{"webhook_id":"1","job_state":"Complete","job_state_description":"d","job_id":"2"}"#,
            #""direct_message_events":[]"#, #""apps":{},"users":{}"#, #""tomorrow":true"#,
        ])
    func useless(list: String) throws {
        let outcome = try XEvents.outcome(XEvents.account(list: list))
        #expect(outcome.events.isEmpty && outcome.signs.isEmpty)
        #expect(outcome.reply == WebhookReply(status: 200))
    }

    @Test(
        "Typing, and what we have read, bring nothing as X Activity has them, either",
        arguments: [
            ("dm.indicate_typing", #"{"direct_message_indicate_typing_events":[{}]}"#),
            (
                "dm.read",
                #"{"direct_message_mark_read_events":[{"created_timestamp":"1","sender_id":"77","target":{"recipient_id":"88"},"last_read_event_id":"1"}]}"#
            ),
        ])
    func uselessActivity(kind: String, payload: String) throws {
        #expect(try XEvents.events(XEvents.activity(kind, payload)).isEmpty)
    }

    @Test(
        "Where access was taken away the checklist looks at once",
        arguments: [
            #"{"user_event":{"revoke":{"date_time":"2026-01-05T09:48:12+00:00","target":{"app_id":"99887766"},"source":{"user_id":"77"}}}}"#,
            #"{"data":{"event_uuid":"1","event_type":"oauth.revoke","payload":{"date_time":"2026-01-05T09:48:12+00:00","user_id":"77","app_id":"99887766"}}}"#,
        ])
    func revocations(body: String) throws {
        let outcome = try XEvents.outcome(body)
        #expect(outcome.events.isEmpty)
        #expect(outcome.signs == [.connection(TwitterAddress.carried(Self.us))])
    }

    @Test(
        "Unknown kinds are told by their names, and are the same every time",
        arguments: [
            (XEvents.account(list: #""teleport_events":[{"a":1}]"#), "teleport_events"),
            (XEvents.account(list: #""teleport":{"a":1}"#), "teleport"),
            (#"{"teleport":{"a":1}}"#, "teleport"), (#"{"user_event":{"rename":{}}}"#, "user_event"),
            (#"{"user_event":{"revoke":{"source":{"user_id":"a"}}}}"#, "user_event"),
            (
                XEvents.account(list: #""direct_message_events":[{"type":"message_edit","id":"1"}]"#),
                "direct message event of message_edit"
            ),
            (XEvents.account(list: #""direct_message_events":{"id":"1"}"#), "direct_message_events"),
            (XEvents.account(list: #""direct_message_events":[{}]"#), "direct message event of nothing"),
            (
                XEvents.account(list: #""direct_message_events":[{"type":"message_create"}]"#),
                "message_create without its parts"
            ),
            (XEvents.account([XEvents.message("1", from: "88", to: "99", data: "")]), "message_create between others"),
            (
                XEvents.account([XEvents.message("1", from: "77", to: "77", data: "")]),
                "message_create without its parts"
            ),
            (
                XEvents.account([XEvents.message("1", from: "a", to: "77", data: "")]),
                "message_create without its parts"
            ),
            (XEvents.account([XEvents.message(#"\u0000"#, data: "")]), "message_create without its parts"),
            (
                XEvents.account([XEvents.message(String(repeating: "9", count: 65), data: "")]),
                "message_create without its parts"
            ),
            (XEvents.account([XEvents.message("1", data: "")], of: nil), "message_create without its parts"),
            (XEvents.account([XEvents.message("1", data: "")], of: "a"), "message_create without its parts"),
            (
                XEvents.account(list: #""direct_message_mark_read_events":[{}]"#),
                "direct_message_mark_read without its parts"
            ),
            (
                XEvents.account(list: #""direct_message_mark_read_events":[\#(XEvents.read("1", to: "99"))]"#),
                "direct_message_mark_read between others"
            ),
            (XEvents.activity("chat.received", #"{"encoded_event":"x"}"#), "chat.received"),
            (XEvents.activity("dm.received", "{}"), "dm.received"), (XEvents.activity("dm.read", "[]"), "dm.read"),
            (XEvents.activity("", "{}"), "nothing"), (XEvents.activity("oauth.revoke", "{}"), "oauth.revoke"),
        ])
    func unknown(body: String, kind: String) throws {
        let events = try XEvents.events(body)
        #expect(events.count == 1)
        guard case .other(let told)? = events.first?.content else { return #expect(Bool(false)) }
        #expect(told == kind)
        #expect(try XEvents.events(body).map(\.key) == events.map(\.key))
        #expect(events.first?.address.value.isEmpty == false)
    }

    @Test("Every event of a request counts, in the order of their times")
    func order() throws {
        let items = [("3", "1760000000300"), ("1", "1760000000100"), ("4", "1760000000300"), ("2", "1760000000200")]
        let body = XEvents.account(items.map { XEvents.message($0.0, data: #""text":"\#($0.0)""#, at: $0.1) })
        let texts = try XEvents.events(body).map { event -> String? in
            guard case .message(let message) = event.content else { return nil }
            return message.text
        }
        #expect(texts == ["1", "2", "3", "4"])
    }

    @Test(
        "A time that cannot be is none",
        arguments: ["0", "-5", "soon", "", "4102444800000", "9223372036854775808", "1e300"])
    func times(at: String) throws {
        guard
            case .message(let message)? = try XEvents.events(XEvents.account([XEvents.message("1", data: "", at: at)]))
                .first?.content
        else { return #expect(Bool(false)) }
        #expect(message.sentAt == nil)
    }

    @Test(
        "What X cannot have sent is refused, and nothing of it is quoted",
        arguments: ["", " ", "null", "[]", "{}", "7", "\"tell-tale\"", "{\"tell-tale\"", "[{\"for_user_id\":\"77\"}]"])
    func malformed(body: String) {
        do throws(WebhookRejection) {
            _ = try XEvents.outcome(body)
            #expect(Bool(false), "it was read")
        } catch {
            guard case .malformed(let reason) = error else { return #expect(Bool(false)) }
            #expect(!reason.isEmpty && !reason.contains("tell-tale"))
        }
    }
}
