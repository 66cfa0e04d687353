import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// The addresses that Meta calls, and what each is answered.
enum MessengerWebhook {
    static let events = "events"
    static let deauthorization = "deauthorize"
    static let dataDeletion = "data-deletion"

    static let routes = [
        WebhookRoute(method: .get, path: events, purpose: .events),
        WebhookRoute(method: .post, path: events, purpose: .events),
        WebhookRoute(method: .post, path: deauthorization, purpose: .events),
        WebhookRoute(method: .post, path: dataDeletion, purpose: .events),
        WebhookRoute(method: .get, path: dataDeletion, purpose: .events),
    ]

    static func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        switch (request.route, request.method) {
        case (events, .post): return try MessengerBatch.read(request.body)
        case (events, .get): return try challenge(request)
        case (deauthorization, .post): return try deauthorized(request)
        case (dataDeletion, .post): return try deletion(request)
        case (dataDeletion, .get):
            return WebhookOutcome(
                events: [],
                reply: WebhookReply(
                    status: 200, contentType: "text/plain; charset=utf-8",
                    body: """
                        The request was received and is written down for the administrators of this gateway. Of a \
                        Facebook login the gateway keeps an access token and nothing else; it ends with the login. What \
                        customers write to a page is kept under ids of that page alone.
                        """))
        default: throw .malformed(reason: "Meta calls no such address.")
        }
    }

    /// Meta: the challenge, just as it came.
    private static func challenge(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        let pairs = FormBody.decode(request.query) ?? []
        let value = { (name: String) in pairs.first { $0.name == name }?.value }
        guard value("hub.mode") == "subscribe", let challenge = value("hub.challenge"),
            (1...200).contains(challenge.utf8.count), challenge.utf8.allSatisfy({ isPlain($0) })
        else { throw .malformed(reason: "It is no verification request as Meta sends it.") }
        return WebhookOutcome(
            events: [], reply: WebhookReply(status: 200, contentType: "text/plain", body: challenge))
    }

    /// What is sent back to whoever knows the token must be nothing that a browser runs.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func deauthorized(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard let user = SignedRequest(inForm: request.body)?.user else {
            throw .malformed(reason: "The signed request cannot be read.")
        }
        return WebhookOutcome(
            events: [], reply: WebhookReply(status: 200),
            signs: [.app(reason: "Facebook user \(user) has removed the app.")])
    }

    /// Meta, data deletion callback. The address of the status carries the request itself: whoever has that, and only
    /// they, may ask.
    private static func deletion(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard let signed = SignedRequest(inForm: request.body), let user = signed.user else {
            throw .malformed(reason: "The signed request cannot be read.")
        }
        let code = String(Hex.encode(Hash.sha256.digest(Array(signed.text.utf8))).prefix(16))
        let query = String(
            decoding: FormBody.encode([(name: SignedRequest.name, value: signed.text)]), as: UTF8.self)
        let address = request.url.prefix { $0 != "?" && $0 != "#" }
        let url = "\(address)?\(query)".replacing("\\", with: "").replacing("\"", with: "")
        return WebhookOutcome(
            events: [],
            reply: WebhookReply(
                status: 200, contentType: "application/json",
                body: #"{"url":"\#(url)","confirmation_code":"\#(code)"}"#),
            signs: [.app(reason: "Facebook user \(user) asks for the deletion of their data (\(code)).")])
    }
}
