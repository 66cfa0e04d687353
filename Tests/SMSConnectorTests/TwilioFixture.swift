import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Signing

/// Twilio's requests and answers, as its documentation shows them.
struct TwilioFixture: ConnectorFixture {
    let connector: any Connector = SMSConnector()

    static let accountSid = "AC00000000000000000000000000000000"
    static let token = Secret("0123456789abcdef-auth-token")

    let app = AppAccess(
        id: ID(rawValue: 17),
        settings: ["provider": "twilio", "accountSid": accountSid],
        secrets: Secrets([
            "authToken": [token], "apiKeySecret": [Secret("unused-api-key-secret")],
            "webhookSharedKey": [Secret("unused-webhook-shared-key")],
        ]))

    let ourAddress = Address(kind: .phone, value: "+15005550006")
    let customer = Address(kind: .phone, value: "+14155550100")
    let otherCustomer: Address? = Address(kind: .phone, value: "+4915550100")
    // Twilio: Media resource.
    let mediaURL: String? =
        "https://api.twilio.com/2010-04-01/Accounts/\(accountSid)/Messages/MM00000000000000000000000000000001"
        + "/Media/ME00000000000000000000000000000001"
    let signingSecret = "authToken"
    let callingSecret = "authToken"
    let signatureHeader = HTTPField.Name("X-Twilio-Signature")!

    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest {
        var text = request.url
        if request.method == .post, let pairs = FormBody.decode(request.body) {
            let names = Set(pairs.map { Array($0.name.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
            for name in names {
                let values = Set(pairs.filter { Array($0.name.utf8) == name }.map { Array($0.value.utf8) })
                for value in values.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                    text += String(decoding: name + value, as: UTF8.self)
                }
            }
        }
        var headers = request.headers
        headers[signatureHeader] = Base64.encode(
            Hash.sha1.hmac(key: Array(secret.reveal().utf8), Array(text.utf8)))
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
    }

    func request(carrying messages: [FixtureMessage]) -> WebhookRequest {
        let message = messages[0]
        return Twilio.post(
            "message",
            [
                ("ToCountry", "US"), ("SmsMessageSid", message.id), ("NumMedia", "0"), ("ToCity", ""),
                ("SmsSid", message.id), ("SmsStatus", "received"), ("Body", message.text), ("To", ourAddress.value),
                ("NumSegments", "1"), ("MessageSid", message.id), ("AccountSid", Self.accountSid),
                ("From", customer.value), ("ApiVersion", "2010-04-01"),
            ])
    }

    func request(reporting report: FixtureReport) -> WebhookRequest? {
        let words: [DeliveryStatus: String] = [
            .sent: "sent", .delivered: "delivered", .read: "read", .failed: "undelivered", .canceled: "canceled",
        ]
        return words[report.status].map { word in
            Twilio.status(word, sid: report.platformID, part: report.part.description)
        }
    }

    var requestsOfUnknownKind: [WebhookRequest] {
        [
            Twilio.status("partially_delivered"), Twilio.status("teleported"),
            Twilio.post(
                "message",
                [
                    ("MessageSid", "SM1"), ("From", "whatsapp:+14155550100"), ("To", "whatsapp:+15005550006"),
                    ("Body", "Hi"),
                ]),
        ]
    }

    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: request.headers,
            body: request.body + Array("&\(name)=\(value)".utf8), receivedAt: request.receivedAt)
    }

    func reply(_ answer: PlatformAnswer) -> HTTPReply? {
        switch answer {
        case .accepted(let sid):
            return Twilio.json(201, #"{"sid":"\#(sid)","status":"queued","error_code":null,"num_segments":"1"}"#)
        case .tooManyRequests(let seconds):
            var reply = Twilio.error(20429, status: 429)
            reply.headers[.retryAfter] = seconds.map(String.init)
            return reply
        case .serverError(let status): return Twilio.error(20500, status: status)
        case .credentialsRefused: return Twilio.error(20003, status: 401)
        case .recipientOptedOut: return Twilio.error(21610)
        case .recipientInvalid: return Twilio.error(21211)
        case .unknownRefusal: return Twilio.error(29999)
        }
    }

    func reply(listing messages: [FixtureListing]) -> HTTPReply? {
        Twilio.list(messages)
    }
}
