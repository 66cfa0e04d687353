import ConnectorKit
import GatewayModel
import HTTPTypes

/// Neither a secret nor a message's text is to be found where logs, errors and screens come from.
extension Conformance {
    var secrecyChecks: [ConformanceCheck] {
        [
            check("the fixture's secrets can be recognised") { findings in
                for key in secretKeys {
                    let lengths = fixture.app.secrets.all(key).map { $0.reveal().utf8.count }
                    findings.expect(!lengths.isEmpty && lengths.allSatisfy { $0 >= 12 }, "\(key) is too short to find")
                }
                findings.expect(secretKeys.contains(fixture.signingSecret), "the signing secret is no secret")
                findings.expect(secretKeys.contains(fixture.callingSecret), "the calling secret is no secret")
            },
            check("access and dispatch show no secret") { findings in
                expectNoSecret(in: fixture.app, "access", &findings)
                expectNoSecret(in: dispatch(Part(text: Self.tellTaleText)), "dispatch", &findings)
            },
            check("webhook outcomes and rejections show no secret, rejections no text") { findings in
                for request in [messageRequest()] + reportRequests.map(\.request) + fixture.requestsOfUnknownKind {
                    if case .success(let outcome) = reading(sign(request)) {
                        expectNoSecret(in: outcome, "outcome", &findings)
                    }
                }
                var cut = messageRequest()
                cut = cut.with(body: Array(cut.body.dropLast(cut.body.count / 2)))
                for case .failure(let rejection) in [reading(sign(cut)), reading(cut)] {
                    expectNothingTold(in: rejection, "rejection", &findings)
                }
                if case .failure(let rejection) = verification(messageRequest(), [fixture.app]) {
                    expectNothingTold(in: rejection, "rejection", &findings)
                }
            },
            check("receipts and failures show neither secret nor text, whatever the platform quotes") { findings in
                for step in talkativeSteps {
                    switch await send(dispatch(Part(text: Self.tellTaleText)), step).result {
                    case .success(let receipt): expectNothingTold(in: receipt, "receipt", &findings)
                    case .failure(let failure): expectNothingTold(in: failure, "failure", &findings)
                    }
                }
                let long = String(repeating: Self.tellTaleText, count: connector.capabilities.text.total)
                if case .failure(let failure) = planning(outbound(long)) {
                    expectNothingTold(in: failure, "failure to plan", &findings)
                }
            },
        ]
    }

    /// Answers that quote everything they were sent, and more.
    private var talkativeSteps: [ScriptedTransport.Step] {
        let secrets = revealed.joined(separator: " ")
        let quote = Array(#"{"code":21211,"message":"\#(Self.tellTaleText) \#(secrets)","error":"\#(secrets)"}"#.utf8)
        let quoting = [200, 201, 302, 400, 401, 403, 404, 429, 500].map { status in
            ScriptedTransport.Step.reply(
                HTTPReply(status: status, headers: [.retryAfter: secrets, .location: secrets], body: quote))
        }
        let answers: [PlatformAnswer] = [
            .accepted(platformID: "sent-1"), .tooManyRequests(retryAfterSeconds: 1), .serverError(status: 500),
            .credentialsRefused, .recipientOptedOut, .recipientInvalid, .unknownRefusal,
        ]
        return quoting + answers.compactMap { fixture.reply($0).map(ScriptedTransport.Step.reply) }
    }

    var revealed: [String] {
        secretKeys.flatMap { fixture.app.secrets.all($0) }.map { $0.reveal() }
    }

    func expectNothingTold(in value: Any, _ what: String, _ findings: inout Findings) {
        expectNoSecret(in: value, what, &findings)
        findings.expect(
            !Self.faces(of: value).contains { $0.contains(Self.tellTaleText) }, "a \(what) shows the text")
    }

    private func expectNoSecret(in value: Any, _ what: String, _ findings: inout Findings) {
        let faces = Self.faces(of: value)
        for secret in revealed {
            findings.expect(!faces.contains { $0.contains(secret) }, "a \(what) shows a secret")
        }
    }

    /// All the ways in which Swift makes a text of a value by itself.
    private static func faces(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [String(describing: value), String(reflecting: value), dumped]
    }
}
