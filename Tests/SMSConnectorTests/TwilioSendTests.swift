import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Signing
import Testing

@Suite("Sending by Twilio")
struct TwilioSendTests {
    private static let reference = PartReference(message: ID(rawValue: 263_882_790_666_240_001), number: 1)
    private static let part = Part(
        text: "héllo & hi",
        media: [
            RemoteMedia(url: "https://a/1.png", contentType: "image/png"),
            RemoteMedia(url: "https://a/2.png", contentType: "image/png"),
        ])

    @Test("The call, as Twilio documents it")
    func call() async throws {
        let (receipt, calls) = try await Self.send(TwilioFixture().app)
        #expect(receipt == SendReceipt(platformID: "SM1"))
        let call = try #require(calls.first)
        #expect(calls.count == 1)
        #expect(call.method == .post)
        #expect(
            call.url
                == "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json")
        #expect(call.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(call.headers[.authorization] == Self.basic(TwilioFixture.accountSid, "0123456789abcdef-auth-token"))
        #expect(call.timeout == .seconds(15))
        let form = try #require(FormBody.decode(call.body)).map { "\($0.name)=\($0.value)" }
        #expect(
            form == [
                "To=+14155550100", "From=+15005550006",
                "StatusCallback=https://gateway.example/hooks/sms/e/status?part=\(Self.reference)",
                "Body=héllo & hi", "MediaUrl=https://a/1.png", "MediaUrl=https://a/2.png",
            ])
        #expect(String(decoding: call.body, as: UTF8.self).contains("Body=h%C3%A9llo+%26+hi"))
    }

    @Test("A part without text has no body, one without media no address")
    func onlyWhatThereIs() async throws {
        let media = try await Self.send(TwilioFixture().app, Part(text: nil, media: Self.part.media)).calls
        #expect(!String(decoding: media[0].body, as: UTF8.self).contains("Body="))
        let text = try await Self.send(TwilioFixture().app, Part(text: "Hi")).calls
        #expect(!String(decoding: text[0].body, as: UTF8.self).contains("MediaUrl"))
    }

    @Test("An API key calls in place of the account's token, but only with its secret")
    func apiKey() async throws {
        let sid = TwilioFixture.accountSid
        let token = Secret("token-of-account")
        let key = Secret("secret-of-key")
        let table: [(settings: [String: String], secrets: [String: [Secret]], authorization: String)] = [
            (["apiKeySid": "SK1"], ["authToken": [token], "apiKeySecret": [key]], Self.basic("SK1", "secret-of-key")),
            (["apiKeySid": "SK1"], ["authToken": [token]], Self.basic(sid, "token-of-account")),
            ([:], ["authToken": [token], "apiKeySecret": [key]], Self.basic(sid, "token-of-account")),
            (["apiKeySid": ""], ["authToken": [token], "apiKeySecret": [key]], Self.basic(sid, "token-of-account")),
            (["apiKeySid": "SK1"], ["apiKeySecret": [key]], Self.basic("SK1", "secret-of-key")),
        ]
        for (settings, secrets, authorization) in table {
            let app = AppAccess(
                id: ID(rawValue: 1), settings: settings.merging(["accountSid": sid]) { $1 }, secrets: Secrets(secrets))
            let calls = try await Self.send(app).calls
            #expect(calls.map { $0.headers[.authorization] } == [authorization])
            #expect(calls.allSatisfy { $0.url.contains("/Accounts/\(sid)/") })
        }
    }

    @Test(
        "Another API address is called, and nothing else may be",
        arguments: [
            (nil, "api.twilio.com", "https://api.twilio.com/2010-04-01/"),
            (
                "https://api.dublin.ie1.twilio.com", "api.dublin.ie1.twilio.com",
                "https://api.dublin.ie1.twilio.com/2010-04-01/"
            ),
            ("http://127.0.0.1:8081/", "127.0.0.1:8081", "http://127.0.0.1:8081/2010-04-01/"),
            ("https://proxy.example/twilio/", "proxy.example", "https://proxy.example/twilio/2010-04-01/"),
        ])
    func apiBase(base: String?, host: String, start: String) async throws {
        var settings = ["accountSid": TwilioFixture.accountSid]
        settings["apiBase"] = base
        let app = AppAccess(
            id: ID(rawValue: 1), settings: settings, secrets: Secrets(["authToken": [Secret("token")]]))
        #expect(SMSConnector().hosts(of: app) == [host])
        #expect(try await Self.send(app).calls.allSatisfy { $0.url.hasPrefix(start) })
    }

    @Test(
        "An app that is not filled in calls nobody and asks to be mended",
        arguments: [
            (["accountSid": "AC1"], [:]), ([:], ["authToken": "t"]), (["accountSid": ""], ["authToken": "t"]),
            (["accountSid": "AC1"], ["authToken": ""]), (["accountSid": "AC1/../AC2"], ["authToken": "t"]),
            (["accountSid": "AC1", "provider": "telnyx"], ["authToken": "t"]),
        ])
    func notConfigured(settings: [String: String], secrets: [String: String]) async throws {
        let app = AppAccess(
            id: ID(rawValue: 1), settings: settings, secrets: Secrets(secrets.mapValues { [Secret($0)] }))
        let transport = ScriptedTransport([.reply(HTTPReply(status: 201))])
        let failure = await #expect(throws: SendFailure.self) {
            _ = try await SMSConnector().send(Self.dispatch(app, Self.part), over: transport)
        }
        #expect(failure?.code == "notConfigured")
        #expect(failure?.disposition == .reconnect)
        #expect(failure?.certainty == .notSent)
        #expect(transport.calls.isEmpty)
    }

    private static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Base64.encode(Array("\(user):\(password)".utf8))
    }

    private static func dispatch(_ app: AppAccess, _ part: Part) -> Dispatch {
        Dispatch(
            part: part, reference: reference, to: Address(kind: .phone, value: "+14155550100"),
            from: Address(kind: .phone, value: "+15005550006"), app: app, connectionSettings: [:],
            webhookAddress: { "https://gateway.example/hooks/sms/e/\($0)" })
    }

    private static func send(
        _ app: AppAccess, _ part: Part = part
    ) async throws -> (receipt: SendReceipt, calls: [HTTPCall]) {
        let transport = ScriptedTransport([.reply(Twilio.json(201, #"{"sid":"SM1","status":"queued"}"#))])
        let receipt = try await SMSConnector().send(dispatch(app, part), over: transport)
        return (receipt, transport.calls)
    }
}
