import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("Twilio: messages that came while nobody answered")
struct TwilioCatchUpTests {
    private static let sound = Twilio.json(
        200, #"{"media_list":[{"sid":"ME1","content_type":"image/png"}],"next_page_uri":null}"#)
    private static let account = Twilio.json(200, #"{"status":"active","type":"Full"}"#)

    /// The answer about a message's files, and what the message has of them; `nil` where everything is asked again.
    @Test(
        "The files of one message hold nobody else's message back",
        arguments: [
            (sound, account, ["ME1"], nil), (Twilio.error(20404, status: 404), account, [], nil),
            (HTTPReply(status: 500), account, [], "1"), (Twilio.json(200, "[]"), account, [], "1"),
            // Twilio is down as a whole, or refuses us: later it may tell.
            (HTTPReply(status: 500), HTTPReply(status: 500), nil, nil),
            (Twilio.error(20003, status: 401), account, nil, nil),
        ] as [(HTTPReply, HTTPReply, [String]?, String?)])
    func files(media: HTTPReply, account: HTTPReply, files: [String]?, notListed: String?) async {
        let transport = AnsweringTransport(
            .answer { call in
                if call.url.contains("/Media.json") { return media }
                return call.url.contains("/Messages.json") ? Self.list : account
            }, hosts: ["api.twilio.com"])
        let connection = OpenConnection(
            address: TwilioFixture().ourAddress, app: TwilioFixture().app, webhookAddress: { $0 })
        let events = try? await SMSConnector().missed(
            by: connection, since: Timestamp(milliseconds: 1_767_225_600_000), over: transport)
        #expect((events == nil) == (files == nil))
        guard let events, let files else { return }
        // Oldest first, and neither what is ours nor what is older.
        #expect(events.map(\.key.id) == ["MM1", "SM2"])
        guard case .message(let first)? = events.first?.content else { return }
        let sids = first.media.compactMap { $0.url.split(separator: "/").last.map(String.init) }
        #expect(sids == files)
        #expect(first.details["MediaNotListed"] == notListed)
    }

    private static let list: HTTPReply = {
        let ours = #""from":"+14155550100","to":"+15005550006""#
        let items = [
            #"{"sid":"SM2","direction":"inbound",\#(ours),"body":"STOP","num_media":"0","date_sent":"Thu, 01 Jan 2026 00:02:00 +0000"}"#,
            #"{"sid":"MM1","direction":"inbound",\#(ours),"body":"","num_media":"1","date_sent":"Thu, 01 Jan 2026 00:01:00 +0000"}"#,
            #"{"sid":"SM9","direction":"outbound-api",\#(ours),"body":"x","num_media":"0","date_sent":"Thu, 01 Jan 2026 00:01:00 +0000"}"#,
            #"{"sid":"SM0","direction":"inbound",\#(ours),"body":"old","num_media":"0","date_sent":"Wed, 31 Dec 2025 23:59:59 +0000"}"#,
        ]
        return Twilio.json(200, #"{"messages":[\#(items.joined(separator: ","))],"next_page_uri":null}"#)
    }()
}
