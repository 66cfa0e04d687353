import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

@testable import TwitterConnector

extension FuzzTarget {
    /// A body brings events with a key and an address each, or is malformed; nothing of it is sent back.
    static let twitterWebhooks = FuzzTarget("twitter-webhooks") { bytes in
        let request = request(.post, "", bytes, nil)
        guard let outcome = try? TwitterWebhook.receive(request) else { return }
        for event in outcome.events { check(event) }
        let again = try? TwitterWebhook.receive(request)
        hold(again?.events.map(\.key) == outcome.events.map(\.key), "the same body has the same keys")
        hold(outcome.reply == WebhookReply(status: 200), "nothing of a body is sent back")
    }

    /// What was signed with the secret is genuine, and nothing else; no answer to a challenge signs an event or another
    /// challenge.
    static let twitterRequests = FuzzTarget("twitter-requests") { bytes in
        let pieces = bytes.pieces(3)
        let query = String(
            decoding: pieces[0].filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, as: UTF8.self)
        let made = String(pieces[2].text.filter { $0.isASCII && !$0.isNewline })
        for (method, signed) in [(HTTPRequest.Method.post, pieces[1]), (.get, Array(query.utf8))] {
            let right = "sha256=" + Base64.encode(Hash.sha256.hmac(key: Array(secret.utf8), signed))
            for signature in [right, made, nil] {
                let request = request(method, query, pieces[1], signature)
                let told = request.headers[TwitterSignature.header]
                hold(
                    TwitterSignature.isGenuine(request, from: app) == (told == right || told == nil && method == .get),
                    "genuine is what is signed with the secret, and a challenge that is not signed")
            }
        }
        guard let token = TwitterChallenge.token(in: request(.get, query, [], nil)) else { return }
        let asBody = request(.post, "", Array(token.utf8), nil)
        hold((try? TwitterWebhook.receive(asBody)) == nil, "a token is no body that would be read")
        hold(TwitterChallenge.token(in: request(.get, token, [], nil)) == nil, "a token is no challenge")
        let answer = TwitterChallenge.answer(to: token, secret: secret)
        hold(JSONTree(reading: Array(answer.utf8))?.fields.count == 1, "the answer is JSON of one field")
    }

    /// Whatever X answers, it is a failure in our own words; after a server's error without X's word nobody knows
    /// whether the message was sent.
    static let twitterAnswers = FuzzTarget("twitter-answers") { bytes in
        let pieces = bytes.pieces(4)
        let status = 200 + 2 * Int(pieces[0].first ?? 0)
        let now = Timestamp(milliseconds: 1_760_000_000_000)
        var headers = HTTPFields()
        for name in ["x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour"] {
            headers[HTTPField.Name("\(name)-remaining")!] = pieces[1].text.filter { $0.isASCII && !$0.isNewline }
            headers[HTTPField.Name("\(name)-reset")!] = pieces[2].text.filter { $0.isASCII && !$0.isNewline }
        }
        let reply = HTTPReply(status: status, headers: headers, body: pieces[3])
        let failure = TwitterFault(reply, at: now).failure
        hold(!failure.explanation.isEmpty && failure.explanation.utf8.count <= 500, "a sentence")
        hold((failure.platformCode?.utf8.count ?? 0) <= 40, "a code is a number or a known word")
        hold(
            status < 500 || TwitterError(reply) != nil || failure.certainty == .unknown,
            "a server's error settles nothing")
        if case .retry(let pause?) = failure.disposition {
            hold(pause > .zero && pause <= TwitterLimits.longest, "nobody waits for much more than a day")
        }
        let pause = TwitterLimits(headers).pause(at: now)
        hold(pause.map { $0 > .zero && $0 <= TwitterLimits.longest } ?? true, "nor before anything was refused")
    }

    private static let secret = "cs&/+ secret~!*"
    private static let app = AppAccess(
        id: ID(rawValue: 17), settings: [:], secrets: Secrets([TwitterKey.consumerSecret: [Secret(secret)]]))

    private static func check(_ event: PlatformEvent) {
        hold(!event.key.id.isEmpty && !event.address.value.isEmpty, "an event has a key and an address")
        switch event.content {
        case .message(let message):
            hold(TwitterAddress.isID(message.from.value) && message.from != event.address, "a message is a customer's")
            hold(message.media.count <= 1 && message.media.allSatisfy { !$0.url.isEmpty }, "at most one file")
            hold(message.text != "" && message.details.count <= 310, "a text has characters, its details are few")
        case .watermark(let mark): hold(mark.upTo.milliseconds > 0, "a watermark has a time")
        case .echo(let echo): hold(!echo.platformID.isEmpty && echo.to != event.address, "an echo went to a customer")
        case .change: hold(false, "X tells of no changes")
        case .report(let report): hold(!report.platformID.isEmpty, "a report is of something")
        case .other(let kind): hold(!kind.isEmpty, "an unknown kind has a name")
        }
    }

    private static func request(
        _ method: HTTPRequest.Method, _ query: String, _ body: [UInt8], _ signature: String?
    ) -> WebhookRequest {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[TwitterSignature.header] = signature
        return WebhookRequest(
            method: method,
            url: "https://gatehouse.example.com/hooks/twitter/e/events" + (query.isEmpty ? "" : "?\(query)"),
            route: "events", headers: headers, body: body, receivedAt: Timestamp(milliseconds: 0))
    }
}
