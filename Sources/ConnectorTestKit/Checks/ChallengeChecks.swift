import ConnectorKit
import GatewayModel

/// Who asks whether we hold a secret learns that, and gets nothing signed. Without the ability there is nothing to check.
extension Conformance {
    var challengeChecks: [ConformanceCheck] {
        guard let connector = connector as? any AnswersChallenges else { return [] }
        return [
            check("a challenge has a route of its own, and the same answer each time") { findings in
                guard let challenge = findings.require(fixture.challenge(Self.token), "the fixture has no challenge")
                else { return }
                findings.expect(
                    connector.webhooks.contains {
                        $0.purpose == .challenges && $0.method == challenge.method && $0.path == challenge.route
                    }, "challenges come on no route of theirs")
                let answers = (0..<3).compactMap { _ in try? connector.answer(challenge, of: fixture.app) }
                findings.expect(answers.count == 3 && answers.allSatisfy { $0 == answers[0] }, "the answers differ")
                findings.expect(answers.first?.status == 200, "a challenge is not answered well")
            },
            check("a challenge is answered with the current secret, and shows none") { findings in
                guard let challenge = fixture.challenge(Self.token) else { return }
                let new = Secret("a-freshly-rotated-secret")
                let old = fixture.app.secrets.all(fixture.signingSecret)
                let answers = [[new] + old, [new], old].map { secrets in
                    try? connector.answer(challenge, of: app(fixture.signingSecret, secrets))
                }
                findings.expect(answers[0] == answers[1], "the newest secret is not used")
                findings.expect(answers[0] != answers[2], "an older secret is used")
                for answer in answers { expectNothingTold(in: answer as Any, "answer", &findings) }
            },
            check("nothing is signed by way of a challenge, and none without a secret") { findings in
                let message = String(decoding: messageRequest().body, as: UTF8.self)
                let bodies = [
                    message, "{}", "[]", "{\"a\":1}", "\"text\"", "a=b", "a=1&b=2", "crc_token=x&nonce=y", "", "\0",
                    "a\nb", String(repeating: "a", count: 5_000),
                ]
                for body in bodies {
                    guard let challenge = fixture.challenge(body) else { continue }
                    expectRefused(challenge, by: connector, fixture.app, "'\(body.prefix(40))'", &findings)
                }
                guard let challenge = fixture.challenge(Self.token) else { return }
                for secrets in [[], [Secret("")]] {
                    let app = app(fixture.signingSecret, secrets)
                    expectRefused(challenge, by: connector, app, "a challenge without a secret", &findings)
                }
            },
        ]
    }

    private static let token = "9b4507b3-9040-4669-9ca3-6b94edb50553"

    private func expectRefused(
        _ challenge: WebhookRequest, by connector: any AnswersChallenges, _ app: AppAccess, _ what: String,
        _ findings: inout Findings
    ) {
        do throws(WebhookRejection) {
            _ = try connector.answer(challenge, of: app)
            findings.expect(false, "\(what) is answered")
        } catch {
            expectNothingTold(in: error, "refusal", &findings)
        }
    }
}
