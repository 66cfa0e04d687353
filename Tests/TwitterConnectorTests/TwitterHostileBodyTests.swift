import ConnectorKit
import GatewayModel
import Testing

@testable import TwitterConnector

@Suite("Bodies that somebody makes up to break the reader")
struct TwitterHostileBodyTests {
    /// In the place of each value of a message, of a reading, and of what stands around them.
    private static let values = [
        "null", "true", "0", "-1", "77", "88", "1.5", "1e300", "-1e300", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999999", "\"\"", "\" \"", "\"77\"", "\"-1\"", "\"1e9\"", "\"99999999999999999999\"",
        "\"\\u0000\"", "\"e\\u0301\"", "[]", "[[]]", "[null]", "[7]", "[\"77\"]", "{}", "{\"\":{}}", "{\"id\":{}}",
        "{\"data\":7}", "[{\"indices\":[5,-5]}]", "[{\"url\":7,\"expanded_url\":[]}]",
    ]

    private static let places = [
        "for_user_id", "direct_message_events", "direct_message_mark_read_events", "users", "apps", "user_event",
        "type",
        "id", "created_timestamp", "initiated_via", "message_create", "target", "recipient_id", "sender_id",
        "source_app_id", "message_data", "text", "entities", "urls", "url", "expanded_url", "indices",
        "quick_reply_response", "attachment", "media", "media_url_https", "video_info", "variants", "bitrate",
        "last_read_event_id", "data", "event_type", "filter", "user_id", "payload", "name", "screen_name",
    ]

    @Test("Any value in any place is read, or rejected without a quotation", arguments: places)
    func values(place: String) throws {
        for sample in Self.samples {
            let marked = sample.replacing("\"\(place)\":", with: "\"\(place)\":\u{1}")
            guard marked != sample else { continue }
            for value in Self.values {
                // In front of the right value, which then belongs to another field.
                try Self.tryReading(marked.replacing("\u{1}", with: "\(value),\"other\":"))
            }
        }
    }

    @Test("Deep, long and broken bodies")
    func shapes() throws {
        let deep = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
        let deeper = String(repeating: "{\"a\":", count: 100_000)
        for body in [
            XEvents.account(list: #""direct_message_events":\#(deep)"#),
            XEvents.account(list: #""direct_message_events":\#(deeper)"#),
            XEvents.account(list: #""direct_message_events":[\#(String(repeating: "{},", count: 5_000))7]"#),
            XEvents.account([XEvents.message("1", data: #""text":"\#(String(repeating: "e\u{301}", count: 50_000))""#)]
            ),
            XEvents.account([XEvents.message("1", data: (0..<500).map { #""f\#($0)":\#($0)"# }.joined(separator: ","))]
            ),
            XEvents.account([XEvents.message(String(repeating: "9", count: 10_000), data: "")]),
        ] {
            try Self.tryReading(body)
        }
        for sample in Self.samples {
            let bytes = Array(sample.utf8)
            for length in stride(from: 0, to: bytes.count, by: 7) {
                _ = try? XEvents.outcome(Array(bytes.prefix(length)))
            }
            for index in stride(from: 0, to: bytes.count, by: 11) {
                var changed = bytes
                changed[index] ^= 0xA0
                _ = try? XEvents.outcome(changed)
            }
        }
    }

    private static let samples = [
        XEvents.account([
            XEvents.message(
                "1976208000000000001",
                data:
                    #""text":"a https://t.co/A https://t.co/B","entities":{"urls":[{"url":"https://t.co/A","expanded_url":"https://a/","indices":[2,16]}]},"quick_reply_response":{"type":"options","metadata":"m"},"attachment":{"type":"media","media":{"id":9,"url":"https://t.co/B","media_url_https":"https://ton/1","type":"video","video_info":{"variants":[{"bitrate":1,"content_type":"video/mp4","url":"https://v/1.mp4"}]}}}"#,
                create: #","source_app_id":"268278""#, event: #","initiated_via":{"tweet_id":"18"}"#),
            XEvents.message("1976208000000000002", from: "77", to: "88", data: #""text":"b""#),
        ]),
        XEvents.account(list: #""direct_message_mark_read_events":[\#(XEvents.read("1976208000000000001"))]"#),
        XEvents.activity("dm.received", XEvents.list([XEvents.message("1976208000000000001", data: #""text":"a""#)])),
        XEvents.activity(
            "dm.received", XEvents.list([XEvents.message("1976208000000000001", data: #""text":"a""#)]), filter: nil),
        #"{"user_event":{"revoke":{"target":{"app_id":"1"},"source":{"user_id":"77"}}}}"#,
        XEvents.activity("oauth.revoke", #"{"user_id":"77"}"#),
    ]

    private static func tryReading(_ body: String) throws {
        let outcome: WebhookOutcome
        do throws(WebhookRejection) {
            outcome = try XEvents.outcome(body)
        } catch {
            guard case .malformed(let reason) = error else { return #expect(Bool(false)) }
            return #expect(!reason.isEmpty && reason.utf8.count < 200)
        }
        for event in outcome.events {
            #expect(!event.key.id.isEmpty && !event.address.value.isEmpty)
            guard case .message(let message) = event.content else { continue }
            #expect(TwitterAddress.isID(message.from.value) && message.from != event.address)
            #expect(message.details.count <= 310 && message.media.allSatisfy { !$0.url.isEmpty })
        }
        #expect(try XEvents.outcome(body).events.map(\.key) == outcome.events.map(\.key))
    }
}
