import ConnectorKit
import GatewayModel
import SMSConnector
import Testing

@Suite("Status callbacks from Twilio")
struct TwilioReportTests {
    private static let sid = "SM00000000000000000000000000000002"
    private static let part = PartReference(message: ID(rawValue: 263_882_790_666_240_001), number: 3)

    @Test(
        "Every word",
        arguments: [
            ("queued", DeliveryStatus.sent), ("accepted", .sent), ("scheduled", .sent), ("sending", .sent),
            ("sent", .sent), ("delivered", .delivered), ("read", .read), ("undelivered", .failed), ("failed", .failed),
            ("canceled", .canceled), ("partially_delivered", nil), ("received", nil), ("receiving", nil),
            ("Delivered", nil), ("teleported", nil),
        ])
    func words(word: String, expected: DeliveryStatus?) throws {
        let outcome = try SMSConnector().receive(Twilio.status(word, part: Self.part.description))
        #expect(outcome.reply == WebhookReply(status: 204))
        let event = try #require(outcome.events.first)
        #expect(outcome.events.count == 1)
        #expect(event.address == Address(kind: .phone, value: "+15005550006"))
        #expect(event.key == EventKey(id: "\(Self.sid)/\(word)"))
        switch event.content {
        case .report(let report):
            #expect(report.status == expected)
            #expect(report.part == Self.part)
            #expect(report.platformID == Self.sid)
            #expect((report.failure != nil) == (expected == .failed))
            #expect(!report.recipientHasOptedOut)
        case .other(let kind):
            #expect(expected == nil)
            #expect(kind == word)
        case .message, .watermark, .echo, .change:
            #expect(Bool(false), "a report is read as a message")
        }
    }

    @Test(
        "Why it failed",
        arguments: [
            ("21610", "optedOut"), ("30003", "recipientUnreachable"), ("30004", "blocked"),
            ("30005", "recipientUnreachable"), ("30006", "invalidRecipient"), ("30007", "carrierFiltered"),
            ("30008", "deliveryFailed"), ("30001", "rateLimited"), ("30002", "accountSuspended"),
            ("30017", "rateLimited"), ("30019", "mediaRefused"), ("30022", "rateLimited"), ("30023", "rateLimited"),
            ("30027", "rateLimited"), ("30032", "notRegistered"), ("30034", "notRegistered"), ("14107", "rateLimited"),
            ("39999", "deliveryFailed"), ("", "deliveryFailed"), ("DROP TABLE", "deliveryFailed"),
            (nil, "deliveryFailed"),
        ])
    func reasons(code: String?, word: String) throws {
        for status in ["failed", "undelivered"] {
            let report = try #require(try Self.report(Twilio.status(status, code: code)))
            let failure = try #require(report.failure)
            #expect(failure.code == word)
            #expect(failure.platformCode == code.flatMap { Int($0) }.map(String.init))
            #expect(!failure.explanation.isEmpty)
            #expect(!failure.explanation.contains("DROP"))
            #expect(report.recipientHasOptedOut == (code == "21610"))
        }
    }

    @Test("A code beside a status that is no failure says nothing")
    func codeWithoutFailure() throws {
        let report = try #require(try Self.report(Twilio.status("delivered", code: "21610")))
        #expect(report.failure == nil)
        #expect(!report.recipientHasOptedOut)
    }

    @Test(
        "A reference that is not ours is none",
        arguments: [
            nil, "", "msg_1.0", "conv_07bz1g0t00000.0", "msg_07bz1g0t00000", "msg_07bz1g0t00000.-1", "%ZZ", "%00",
        ])
    func foreignReferences(part: String?) throws {
        let report = try #require(try Self.report(Twilio.status("sent", part: part)))
        #expect(report.part == nil)
        #expect(report.platformID == Self.sid)
    }

    @Test("Each status and each error of one message is an event of its own")
    func keys() throws {
        let requests = [
            Twilio.status("sent"), Twilio.status("delivered"), Twilio.status("failed"),
            Twilio.status("failed", code: "30003"), Twilio.status("failed", code: "30005"),
            Twilio.status("sent", sid: "SM1"),
        ]
        let keys = try requests.flatMap { try SMSConnector().receive($0).events }.map(\.key)
        #expect(Set(keys).count == requests.count)
    }

    @Test("An older callback tells its status as SmsStatus; with GET all stands in the address")
    func otherForms() throws {
        let older = [("MessageSid", "SM1"), ("SmsStatus", "delivered"), ("From", "+15005550006")]
        #expect(try Self.report(Twilio.post("status", older))?.status == .delivered)
        let get = Twilio.get(
            "status", "part=\(Self.part)&MessageSid=SM1&MessageStatus=read&From=%2B15005550006&To=%2B14155550100")
        let report = try #require(try Self.report(get))
        #expect(report.status == .read)
        #expect(report.part == Self.part)
    }

    @Test(
        "Without an id, a status or our number nothing can be reported",
        arguments: [
            [("MessageStatus", "sent"), ("From", "+15005550006")],
            [("MessageSid", "SM1"), ("From", "+15005550006")],
            [("MessageSid", "SM1"), ("MessageStatus", "sent")],
            [("MessageSid", ""), ("MessageStatus", ""), ("From", "")],
        ])
    func missing(form: [(String, String)]) {
        #expect(throws: WebhookRejection.self) { try SMSConnector().receive(Twilio.post("status", form)) }
    }

    private static func report(_ request: WebhookRequest) throws -> DeliveryReport? {
        guard case .report(let report) = try SMSConnector().receive(request).events.first?.content else { return nil }
        return report
    }
}
