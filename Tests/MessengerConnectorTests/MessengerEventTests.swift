import ConnectorKit
import GatewayModel
import MessengerConnector
import Testing

@Suite("What Meta's events say")
struct MessengerEventTests {
    private static let kind = AddressKind(rawValue: "messenger")
    private static let customer = Address(kind: kind, value: Meta.customer)
    private static let first = Timestamp(milliseconds: 1_760_000_000_000)

    /// What an event is read as, in a form to be compared.
    struct Reading: Sendable {
        var text: String?
        var media: [String] = []
        var details: [String: String] = [:]
        var opensWindow = true
        var key: String?
    }

    @Test(
        "Messages of every kind",
        arguments: [
            (
                #""message":{"mid":"m_1","text":"hi"}"#,
                Reading(text: "hi", details: ["mid": "m_1"], key: "111222333/m_1")
            ),
            (
                #""message":{"mid":"m_1","text":"hi","quick_reply":{"payload":"P1"},"reply_to":{"mid":"m_0"}}"#,
                Reading(
                    text: "hi",
                    details: ["mid": "m_1", "quick_reply.payload": "P1", "quickReply": "P1", "reply_to.mid": "m_0"])
            ),
            (
                #""message":{"mid":"m_1","attachments":[{"type":"image","payload":{"url":"https:\/\/scontent.xx.fbcdn.net\/1"}}]}"#,
                Reading(
                    media: ["https://scontent.xx.fbcdn.net/1 image/*"],
                    details: ["mid": "m_1", "attachments.0.type": "image"])
            ),
            (
                #""message":{"mid":"m_1","attachments":[{"type":"image","payload":{"url":"https://a/1","sticker_id":369239263222822}},{"type":"sticker","payload":{"url":"https://a/1"}}]}"#,
                Reading(
                    media: ["https://a/1 image/*"],
                    details: [
                        "mid": "m_1", "attachments.0.type": "image", "attachments.1.type": "sticker",
                        "attachments.0.payload.sticker_id": "369239263222822",
                    ])
            ),
            (
                #""message":{"mid":"m_1","attachments":[{"type":"location","payload":{"coordinates":{"lat":1.2,"long":-1.3}}}]}"#,
                Reading(
                    details: [
                        "mid": "m_1", "attachments.0.type": "location",
                        "attachments.0.payload.coordinates.lat": "1.2",
                        "attachments.0.payload.coordinates.long": "-1.3",
                    ])
            ),
            (
                #""message":{"mid":"m_1","text":"look","attachments":[{"type":"fallback","payload":{"url":"https://x/","title":"X"}}]}"#,
                Reading(
                    text: "look",
                    details: [
                        "mid": "m_1", "attachments.0.type": "fallback", "attachments.0.payload.url": "https://x/",
                        "attachments.0.payload.title": "X",
                    ])
            ),
            (
                #""message":{"mid":"m_1","text":"from ad","referral":{"ref":"r","source":"ADS","type":"OPEN_THREAD"}}"#,
                Reading(
                    text: "from ad",
                    details: [
                        "mid": "m_1", "referral.ref": "r", "referral.source": "ADS", "referral.type": "OPEN_THREAD",
                    ])
            ),
            (
                #""postback":{"mid":"m_2","title":"Get started","payload":"GET_STARTED"}"#,
                Reading(
                    text: "Get started",
                    details: ["mid": "m_2", "title": "Get started", "payload": "GET_STARTED", "kind": "postback"],
                    key: "111222333/m_2")
            ),
            (
                #""referral":{"ref":"shop","source":"SHORTLINK","type":"OPEN_THREAD"}"#,
                Reading(details: ["ref": "shop", "source": "SHORTLINK", "type": "OPEN_THREAD", "kind": "referral"])
            ),
            (
                #""optin":{"type":"notification_messages","payload":"p"}"#,
                Reading(
                    details: ["type": "notification_messages", "payload": "p", "kind": "optin"], opensWindow: false)
            ),
            (
                #""account_linking":{"status":"linked","authorization_code":"c"}"#,
                Reading(
                    details: ["status": "linked", "authorization_code": "c", "kind": "account_linking"],
                    opensWindow: false)
            ),
        ])
    func messages(event: String, reading: Reading) throws {
        for array in ["messaging", "standby"] {
            let read = try #require(try Self.events(Meta.batch([event], array: array)).first)
            guard case .message(let message) = read.content else { return #expect(Bool(false), "\(read)") }
            #expect(read.address.value == Meta.page)
            #expect(message.from == Self.customer)
            #expect(message.text == reading.text)
            #expect(message.media.map { "\($0.url) \($0.contentType)" } == reading.media)
            let standby = array == "standby" ? ["standby": "true"] : [:]
            #expect(message.details == reading.details.merging(standby) { $1 })
            #expect(message.opensReplyWindow == reading.opensWindow)
            #expect(message.sentAt == Self.first)
            if let key = reading.key { #expect(read.key == EventKey(id: key)) }
        }
    }

    @Test("An echo of ours proves the send, one of somebody else's is adopted")
    func echoes() throws {
        let part = PartReference(message: ID(rawValue: 263_882_790_666_240_001), number: 3)
        let sides = #""sender":{"id":"111222333"},"recipient":{"id":"5551"},"timestamp":1760000000000,"#
        let cases: [(event: String, sender: String?)] = [
            (#""is_echo":true,"app_id":424242,"metadata":"\#(part)","text":"Hi""#, nil),
            (#""is_echo":true,"app_id":263902037430900,"text":"Hi""#, "Page Inbox"),
            (#""is_echo":true,"app_id":77,"metadata":"msg_zz","text":"Hi""#, "app 77"),
            (#""is_echo":true,"text":"Hi""#, "another application"),
            (#""text":"Hi""#, "another application"),
        ]
        for (event, sender) in cases {
            let read = try #require(
                try Self.events(Meta.batch([sides + #""message":{"mid":"m_9",\#(event)}"#])).first)
            switch read.content {
            case .report(let report):
                #expect(sender == nil)
                #expect(report.part == part && report.platformID == "m_9" && report.status == .sent)
            case .echo(let echo):
                #expect(echo.sender == sender)
                #expect(echo.to == Self.customer && echo.text == "Hi" && echo.platformID == "m_9")
                #expect(echo.sentAt == Self.first)
            default: #expect(Bool(false), "\(read)")
            }
        }
    }

    @Test("What was done to a message")
    func changes() throws {
        let cases: [(event: String, kind: MessageChange.Kind, opens: Bool)] = [
            (#""message":{"mid":"m_1","is_deleted":true}"#, .unsent, false),
            (#""message_edit":{"mid":"m_1","text":"new","num_edit":1}"#, .edited("new"), false),
            (#""message_edit":{"mid":"m_1","text":"new","num_edit":"1"}"#, .edited("new"), false),
            (
                #""reaction":{"mid":"m_1","action":"react","reaction":"love","emoji":"\u2764\ufe0f"}"#,
                .reaction("\u{2764}\u{FE0F}"), true
            ),
            (#""reaction":{"mid":"m_1","action":"react","reaction":"love"}"#, .reaction("love"), true),
            (#""reaction":{"mid":"m_1","action":"unreact"}"#, .reaction(nil), false),
        ]
        for (event, kind, opens) in cases {
            let read = try #require(try Self.events(Meta.batch([event])).first)
            guard case .change(let change) = read.content else { return #expect(Bool(false), "\(read)") }
            #expect(
                change
                    == MessageChange(
                        by: Self.customer, to: "m_1", under: "mid", kind, at: Self.first, opensReplyWindow: opens))
        }
        // An edit is told with its number as text or as number: it is the same edit.
        let keys = try [1, 2].map { try Self.events(Meta.batch([cases[$0].event])).map(\.key) }
        #expect(keys[0] == keys[1])
    }

    @Test("Deliveries by id and by moment, reads by moment")
    func reports() throws {
        let moment = Timestamp(milliseconds: 1_760_000_000_500)
        let cases: [(event: String, ids: [String], mark: DeliveryStatus?)] = [
            (#""delivery":{"mids":["m_1","m_2"],"watermark":1760000000500}"#, ["m_1", "m_2"], .delivered),
            (#""delivery":{"watermark":1760000000500}"#, [], .delivered),
            (#""delivery":{"mids":["m_1"]}"#, ["m_1"], nil),
            (#""read":{"watermark":1760000000500}"#, [], .read),
        ]
        for (event, ids, status) in cases {
            let read = try Self.events(Meta.batch([event]))
            let reported = read.compactMap { event -> String? in
                guard case .report(let report) = event.content, report.status == .delivered else { return nil }
                return report.platformID
            }
            let marks = read.compactMap { event -> Watermark? in
                if case .watermark(let mark) = event.content { mark } else { nil }
            }
            #expect(reported == ids)
            #expect(marks == (status.map { [Watermark(customer: Self.customer, status: $0, upTo: moment)] } ?? []))
        }
    }

    @Test(
        "What changes who may answer has the checklist look",
        arguments: [
            #""pass_thread_control":{"previous_owner_app_id":"111","new_owner_app_id":"222","metadata":"x"}"#,
            #""take_thread_control":{"previous_owner_app_id":"222","new_owner_app_id":"111"}"#,
            #""request_thread_control":{"requested_owner_app_id":"222"}"#,
            #""policy_enforcement":{"action":"block","reason":"x"}"#,
            #""recipient":{"id":"111222333"},"timestamp":1760000000000,"app_roles":{"123":["primary_receiver"]}"#,
        ])
    func signs(event: String) throws {
        let outcome = try MessengerConnector().receive(Meta.batch([event, event]))
        #expect(outcome.events.isEmpty)
        #expect(outcome.signs == [.connection(Address(kind: Self.kind, value: Meta.page))])
    }

    @Test("500 events over three pages, out of order, twice, with unknown ones among them")
    func batch() throws {
        var events: [String: [String]] = ["1": [], "2": [], "3": []]
        for number in (0..<500).reversed() {
            let page = String(number % 3 + 1)
            let what =
                number % 50 == 7
                ? #""novelty":{"n":\#(number)}"# : #""message":{"mid":"m_\#(number)","text":"\#(number)"}"#
            let event =
                #""sender":{"id":"90\#(number % 5)"},"recipient":{"id":"\#(page)"},"timestamp":\#(1_760_000_000_000 + number),\#(what)"#
            events[page]?.append(event)
            if number % 10 == 0 { events[page]?.append(event) }
        }
        let entries = events.keys.sorted().map { Meta.entry(events[$0] ?? [], page: $0) }
        let read = try Self.events(Meta.post(#"{"object":"page","entry":[\#(entries.joined(separator: ","))]}"#))
        var numbers: [Int] = []
        var unknown = 0
        for event in read {
            switch event.content {
            case .message(let message):
                let number = try #require(message.text.flatMap { Int($0) })
                #expect(event.address.value == String(number % 3 + 1))
                #expect(message.from.value == "90\(number % 5)")
                numbers.append(number)
            case .other(let kind):
                #expect(kind == "novelty")
                unknown += 1
            default: #expect(Bool(false), "\(event)")
            }
        }
        #expect(read.count == 550)
        #expect(Set(read.map(\.key)).count == 500)
        #expect(unknown == 10)
        #expect(numbers == numbers.sorted())
    }

    @Test(
        "A time in seconds is one in milliseconds; a time that cannot be is none",
        arguments: [
            ("1760000000", 1_760_000_000_000), ("1760000000000", 1_760_000_000_000),
            ("\"1760000000000\"", 1_760_000_000_000),
            ("0", nil), ("-5", nil), ("9223372036854775807", nil), ("1e300", nil), ("null", nil), ("\"soon\"", nil),
        ])
    func times(written: String, expected: Int64?) throws {
        let event =
            #""sender":{"id":"5551"},"recipient":{"id":"1"},"timestamp":\#(written),"message":{"mid":"m","text":"a"}"#
        let read = try #require(try Self.events(Meta.batch([event])).first)
        guard case .message(let message) = read.content else { return #expect(Bool(false)) }
        #expect(message.sentAt?.milliseconds == expected)
    }

    @Test(
        "What lacks its parts is kept whole as unknown",
        arguments: [
            #""recipient":{"id":"1"},"message":{"mid":"m","text":"a"}"#,
            #""recipient":{"id":"1"},"optin":{"user_ref":"u"}"#,
            #""reaction":{"action":"react"}"#, #""read":{}"#, #""read":{"watermark":"x"}"#,
            #""message_edit":{"mid":"m"}"#,
            #""message":{"is_deleted":true}"#, #""sender":{"id":"111222333"},"message":{"text":"a"}"#,
        ])
    func strays(event: String) throws {
        let read = try Self.events(Meta.batch([event]))
        #expect(read.count == 1)
        guard case .other? = read.first?.content else { return #expect(Bool(false), "\(read)") }
    }

    @Test(
        "What is no batch is refused",
        arguments: ["", "[]", "{}", #"{"object":"page"}"#, #"{"entry":[]}"#, #"{"object":"page","entry":{}}"#])
    func malformed(body: String) {
        #expect(throws: WebhookRejection.self) { try MessengerConnector().receive(Meta.post(body)) }
    }

    private static func events(_ request: WebhookRequest) throws -> [PlatformEvent] {
        try MessengerConnector().receive(request).events
    }
}
