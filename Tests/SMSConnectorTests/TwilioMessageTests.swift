import ConnectorKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("Inbound messages from Twilio")
struct TwilioMessageTests {
    private let connector = SMSConnector()

    @Test("A text message, as captured")
    func text() throws {
        let outcome = try connector.receive(Twilio.post("message", TwilioSignatureTests.message()))
        #expect(outcome.events.count == 1)
        let event = try #require(outcome.events.first)
        #expect(event.key == EventKey(time: nil, id: TwilioSignatureTests.sid))
        #expect(event.address == Address(kind: .phone, value: "+15005550006"))
        let message = try #require(Self.message(of: event))
        #expect(message.from == Address(kind: .phone, value: "+14155550100"))
        #expect(message.text == "Hello there")
        #expect(message.media.isEmpty)
        #expect(message.carrierOptOut == nil)
        #expect(
            message.details == [
                "ToCountry": "US", "ToState": "CA", "FromZip": "94105", "FromState": "CA", "SmsStatus": "received",
                "FromCity": "SAN FRANCISCO", "FromCountry": "US", "NumSegments": "1", "ApiVersion": "2010-04-01",
                "AccountSid": "AC00000000000000000000000000000000",
            ])
    }

    @Test("The answer tells Twilio to text nothing back")
    func reply() throws {
        let outcome = try connector.receive(Twilio.post("message", TwilioSignatureTests.message()))
        #expect(
            outcome.reply
                == WebhookReply(
                    status: 200, contentType: "text/xml",
                    body: #"<?xml version="1.0" encoding="UTF-8"?><Response/>"#))
    }

    @Test(
        "Texts are taken as they come",
        arguments: [
            "Café — niño 👍日本", "  STOP \n", "SGVsbG8gdGhlcmU=", "a+b=c&d%20", "\u{0}", "",
        ])
    func texts(_ text: String) throws {
        let message = try Self.read(Twilio.post("message", TwilioSignatureTests.message(body: text)))
        #expect(message.text.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test("A message without a body has no text")
    func noBody() throws {
        #expect(try Self.read(["NumMedia": "0"]).text == nil)
    }

    @Test("Media with their types, and no text where there is only a picture")
    func media() throws {
        let message = try Self.read(Twilio.post("message", TwilioSignatureTests.mediaMessage))
        let address =
            "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages/"
            + "MM00000000000000000000000000000001/Media/ME"
        #expect(
            message.media == [
                RemoteMedia(url: address + "00000000000000000000000000000001", contentType: "image/jpeg"),
                RemoteMedia(url: address + "00000000000000000000000000000002", contentType: "image/png"),
            ])
        #expect(message.text == nil)
        #expect(message.details["NumMedia"] == nil)
        #expect(!message.details.keys.contains { $0.hasPrefix("Media") })
    }

    @Test(
        "What NumMedia says is not believed",
        arguments: [
            (["NumMedia": "0", "MediaUrl0": "a"], ["a"]),
            (["NumMedia": "2", "MediaUrl1": "b"], ["b"]),
            (["NumMedia": "3", "MediaUrl0": "a", "MediaUrl2": "c"], ["a", "c"]),
            (["NumMedia": "-1", "MediaUrl0": "a"], ["a"]),
            (["NumMedia": "99999999999999999999"], []),
            (["NumMedia": "two", "MediaUrl": "x", "MediaUrl01": "y", "MediaUrl+1": "z", "MediaUrl-1": "w"], []),
            (["MediaUrl0": "", "MediaUrl1": "b"], ["b"]),
            (["MediaUrl10": "c", "MediaUrl9": "b", "MediaUrl1": "a"], ["a", "b", "c"]),
        ])
    func countOfMedia(fields: [String: String], urls: [String]) throws {
        let message = try Self.read(fields)
        #expect(message.media.map(\.url) == urls)
        #expect(message.media.allSatisfy { $0.contentType == "application/octet-stream" })
        #expect(message.details["NumMedia"] == fields["NumMedia"])
    }

    @Test("More than ten files are kept, the rest in the details")
    func manyMedia() throws {
        let fields = (0..<12).map { ("MediaUrl\($0)", "u\($0)") }
        let message = try Self.read(Dictionary(uniqueKeysWithValues: fields))
        #expect(message.media.map(\.url) == (0..<10).map { "u\($0)" })
        #expect(message.details["MediaUrl10"] == "u10")
        #expect(message.details["MediaUrl11"] == "u11")
    }

    @Test(
        "Advanced opt-out tells what Twilio made of the message",
        arguments: [
            ("STOP", CarrierOptOut.stop), ("START", .start), ("HELP", .help), ("stop", .stop), ("PAUSE", nil),
            ("", nil),
        ])
    func optOut(word: String, expected: CarrierOptOut?) throws {
        let message = try Self.read(["OptOutType": word])
        #expect(message.carrierOptOut == expected)
        #expect(message.details["OptOutType"] == (word == "PAUSE" ? "PAUSE" : nil))
    }

    @Test(
        "What the carrier answers: on a toll-free number its network, whatever is chosen, and only three words",
        arguments: [
            ("+15005550006", "STOP", CarrierAnswer.whereChosen), ("+15005550006", " stop\n", .whereChosen),
            ("+15005550006", "UNSUBSCRIBE", .whereChosen), ("+15005550006", "YES", .whereChosen),
            ("+15005550006", "Info", .whereChosen), ("+15005550006", "Stop!", .never),
            ("+15005550006", "Hello", .never), ("12345", "STOP", .whereChosen),
            ("+18005550100", "STOP", .always), ("+18885550100", "unstop", .always), ("+18335550100", " Start", .always),
            ("+18445550100", "UNSUBSCRIBE", .never), ("+18555550100", "YES", .never),
            ("+18665550100", "HELP", .whereChosen), ("+18775550100", "Stop!", .never),
            ("+180055501000", "STOP", .whereChosen), ("+18225550100", "STOP", .whereChosen),
        ])
    func carrierAnswer(to: String, text: String, expected: CarrierAnswer) throws {
        #expect(try Self.read(["To": to, "Body": text]).carrierAnswer == expected)
    }

    @Test(
        "Senders as they are",
        arguments: [
            ("+14155550100", "+14155550100"), ("12345", "12345"), ("ACME Bank", "ACME Bank"),
            ("someone@mail.example", "someone@mail.example"),
        ])
    func senders(from: String, expected: String) throws {
        #expect(try Self.read(["From": from]).from == Address(kind: .phone, value: expected))
    }

    @Test("Another copy of the id that differs is kept")
    func copiesOfTheID() throws {
        let message = try Self.read(["SmsSid": "SM1", "SmsMessageSid": "SM2"])
        #expect(message.details["SmsSid"] == nil)
        #expect(message.details["SmsMessageSid"] == "SM2")
    }

    @Test("With GET it is the same message")
    func parametersInAddress() throws {
        let message = try Self.read(
            Twilio.get("message", "MessageSid=SM1&Body=hi%20there&From=%2B14155550100&To=%2B15005550006&New=x"))
        #expect(message.text == "hi there")
        #expect(message.details == ["New": "x"])
    }

    @Test("Without an id, a sender or a recipient there is nothing to keep", arguments: ["MessageSid", "From", "To"])
    func missing(name: String) {
        for value in [nil, ""] {
            #expect(throws: WebhookRejection.malformed(reason: "\(name) is missing.")) {
                try connector.receive(Self.request([name: value]))
            }
        }
    }

    @Test("A body that is no form is not read")
    func notAForm() {
        let request = WebhookRequest(
            method: .post, url: "\(Twilio.hooks)/message", route: "message",
            headers: [.contentType: "application/json"], body: Array("MessageSid=SM1&From=1&To=2".utf8),
            receivedAt: Timestamp(milliseconds: 0))
        #expect(throws: WebhookRejection.self) { try connector.receive(request) }
        #expect(throws: WebhookRejection.self) {
            try connector.receive(Twilio.post("elsewhere", TwilioSignatureTests.message()))
        }
    }

    @Test(
        "Other channels are told by their name",
        arguments: [
            ("whatsapp:+14155550100", "whatsapp"), ("messenger:123", "messenger"), ("rcs:brand", "rcs"),
        ])
    func otherChannels(from: String, kind: String) throws {
        let events = try connector.receive(Self.request(["From": from])).events
        guard case .other(kind) = events.first?.content else { return #expect(Bool(false), "read as \(events)") }
        #expect(events.map(\.key) == [EventKey(id: "SM1")])
    }

    private static func request(_ fields: [String: String?]) -> WebhookRequest {
        let usual: [String: String?] = ["MessageSid": "SM1", "From": "+14155550100", "To": "+15005550006"]
        let form = usual.merging(fields) { $1 }.compactMap { name, value in value.map { (name, $0) } }
        return Twilio.post("message", form)
    }

    private static func read(_ fields: [String: String]) throws -> InboundMessage {
        try read(request(fields))
    }

    private static func read(_ request: WebhookRequest) throws -> InboundMessage {
        try #require(SMSConnector().receive(request).events.first.flatMap(message(of:)))
    }

    private static func message(of event: PlatformEvent) -> InboundMessage? {
        guard case .message(let message) = event.content else { return nil }
        return message
    }
}
