import ConnectorKit
import HTTPTypes

@testable import Gateway
@testable import SMSConnector

extension FuzzTarget {
    /// Whatever a platform answers, it is a failure in our own words; after a server's error nobody knows whether the
    /// message was sent.
    static let platformAnswers = FuzzTarget("platform-answers") { bytes in
        let pieces = bytes.pieces(3)
        let status = 400 + Int(pieces[0].first ?? 0)
        let failure = TwilioRefusal.failure(
            HTTPReply(status: status, headers: [.retryAfter: pieces[1].text], body: pieces[2]))
        hold(status < 500 || failure.certainty == .unknown, "a server's error settles nothing")
        hold(!failure.explanation.isEmpty && failure.explanation.utf8.count <= 500, "a sentence")
        hold((failure.platformCode?.utf8.count ?? 0) <= 20, "a code is a number")
        if case .retry(let pause?) = failure.disposition {
            hold(pause >= .zero && pause <= .seconds(86_400), "nobody waits for more than a day")
        }
    }

    /// No trace shows a secret, wherever in an address or a body it stands.
    static let traces = FuzzTarget("traces") { bytes in
        let secret = "0123456789abcdef-auth-token"
        let redaction = Redaction(TraceRule(openFields: ["status", "to"]), secrets: [Secret(secret)])
        let pieces = bytes.pieces(2)
        let shown = [
            redaction.address(pieces[0].text), redaction.fileAddress(pieces[0].text, on: ["api.example.com"]),
            redaction.body(pieces[1], type: "application/x-www-form-urlencoded") ?? "",
            redaction.body(pieces[1], type: "application/json; charset=utf-8") ?? "",
            redaction.body(pieces[1], type: pieces[0].text) ?? "",
        ]
        for text in shown { hold(!text.contains(secret), "a trace shows no secret") }
        for text in shown.dropFirst(2) { hold(text.count <= Redaction.mostCharacters + 1, "a trace is short") }
    }
}
