import ConnectorKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Signing

extension FuzzTarget {
    /// A genuine webhook brings events, or is malformed: nothing else.
    static let webhooks = FuzzTarget("webhooks") { bytes in
        let pieces = bytes.pieces(3)
        for route in ["message", "status"] {
            for request in [
                request(route, query: pieces[1].text, pieces[2], type: pieces[0].text),
                request(route, query: pieces[2].text, [], type: pieces[0].text, method: .get),
            ] {
                guard let outcome = try? SMSConnector().receive(request) else { continue }
                hold((1...2).contains(outcome.events.count), "a webhook brings an event")
                for event in outcome.events { check(event) }
                hold(!outcome.reply.body.contains("Message"), "the answer texts nothing to anybody")
            }
        }
    }

    private static func check(_ event: PlatformEvent) {
        hold(!event.key.id.isEmpty && !event.address.value.isEmpty, "an event has a key and an address")
        guard case .message(let message) = event.content else { return }
        hold(message.media.count <= 10 && message.media.allSatisfy { !$0.url.isEmpty }, "at most ten files")
        hold(!message.from.value.isEmpty, "a message is somebody's")
    }

    private static let token = Secret("0123456789abcdef-auth-token")
    private static let app = AppAccess(
        id: ID(rawValue: 17), settings: ["provider": "twilio", "accountSid": "AC00000000000000000000000000000000"],
        secrets: Secrets(["authToken": [token]]))
    private static let signature = HTTPField.Name("X-Twilio-Signature")!

    /// What was signed with the token is genuine; with one byte of the body, the address or the signature changed, it
    /// is so only where that changes nothing of what is signed. No other signature is.
    static let signatures = FuzzTarget("signatures") { bytes in
        let pieces = bytes.pieces(4)
        let query = String(
            decoding: pieces[1].filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, as: UTF8.self)
        let plain = request("message", query: query, pieces[2], type: "application/x-www-form-urlencoded")
        hold(!isGenuine(plain, pieces[3].text), "a made-up signature is none")
        guard let right = expected(for: plain) else { return }
        hold(isGenuine(plain, right), "what is signed is genuine")
        hold(!isGenuine(plain, right + "x"), "a signature is compared whole")
        guard !pieces[2].isEmpty else { return }
        var body = pieces[2]
        body[Int(pieces[0].first ?? 0) % body.count] ^= 1
        let changed = request("message", query: query, body, type: "application/x-www-form-urlencoded")
        hold(isGenuine(changed, right) == (expected(for: changed) == right), "another text has another signature")
    }

    /// Twilio, validating requests: the address, then each name and value once, sorted; written here once more, from
    /// the documentation.
    private static func expected(for request: WebhookRequest) -> String? {
        guard let pairs = FormBody.decode(request.body) else { return nil }
        var values: [[UInt8]: Set<[UInt8]>] = [:]
        for pair in pairs { values[Array(pair.name.utf8), default: []].insert(Array(pair.value.utf8)) }
        var text = Array(request.url.utf8)
        for (name, each) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for value in each.sorted(by: { $0.lexicographicallyPrecedes($1) }) { text += name + value }
        }
        return Base64.encode(Hash.sha1.hmac(key: Array(token.reveal().utf8), text))
    }

    private static func isGenuine(_ request: WebhookRequest, _ given: String) -> Bool {
        var headers = request.headers
        headers[signature] = given
        let signed = WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
        return (try? SMSConnector().verify(signed, against: [app])) != nil
    }

    private static func request(
        _ route: String, query: String, _ body: [UInt8], type: String, method: HTTPRequest.Method = .post
    ) -> WebhookRequest {
        WebhookRequest(
            method: method,
            url: "https://gatehouse.example.com/hooks/sms/e/\(route)" + (query.isEmpty ? "" : "?\(query)"),
            route: route, headers: type.isEmpty ? [:] : [.contentType: type], body: body,
            receivedAt: Timestamp(milliseconds: 0))
    }
}
