import ConnectorKit
import GatewayModel
import HTTPTypes

/// Only what the platform has signed is let in, and only as the app that signed it.
extension Conformance {
    var signatureChecks: [ConformanceCheck] {
        [
            check("a genuine request is known, whichever candidate signed it") { findings in
                let request = sign(messageRequest())
                let other = app(fixture.signingSecret, [Secret("another-app's-secret")], id: ID(rawValue: 99))
                for candidates in [[fixture.app], [other, fixture.app], [fixture.app, other]] {
                    findings.expect(
                        verification(request, candidates) == .success(fixture.app.id), "a genuine request is refused")
                }
                expectRefused(request, by: [other], "signed by an app that is no candidate", &findings)
                expectRefused(request, by: [], "no candidates", &findings)
            },
            check("a missing, cut, doubled or changed signature is refused") { findings in
                let request = sign(messageRequest())
                guard let signature = findings.require(request.headers[fixture.signatureHeader], "no signature header")
                else { return }
                let wrong =
                    [nil, "", "=", "\(signature)\(signature)", "\(signature), \(signature)", "\(signature)="]
                    + [signature.uppercased(), signature.lowercased()].filter { $0 != signature }
                    + (0..<signature.count).map { String(signature.prefix($0)) } + flips(of: signature)
                for signature in wrong {
                    var headers = request.headers
                    headers[fixture.signatureHeader] = signature
                    let changed = WebhookRequest(
                        method: request.method, url: request.url, route: request.route, headers: headers,
                        body: request.body, receivedAt: request.receivedAt)
                    expectRefused(changed, "signature '\(signature ?? "none")'", &findings)
                }
            },
            check("a changed body or address is refused") { findings in
                let request = sign(messageRequest())
                for index in request.body.indices {
                    var body = request.body
                    body[index] ^= 1
                    expectRefused(request.with(body: body), "byte \(index) of the body changed", &findings)
                }
                for length in request.body.indices {
                    let body = Array(request.body.prefix(length))
                    expectRefused(request.with(body: body), "body cut to \(length) bytes", &findings)
                }
                let longer = request.body + Array("&x=1".utf8)
                expectRefused(request.with(body: longer), "body made longer", &findings)
            },
            check("another secret is refused, and so is an empty one") { findings in
                expectRefused(
                    fixture.signed(messageRequest(), with: Secret("not-the-app's-secret")), "another secret", &findings)
                let keyless = app(fixture.signingSecret, [Secret("")])
                let unsealed = app(fixture.signingSecret, [])
                let request = fixture.signed(messageRequest(), with: Secret(""))
                expectRefused(request, by: [keyless, unsealed], "signed with nothing", &findings)
            },
            check("while secrets rotate, old and new are honoured, and only they") { findings in
                let new = Secret("a-freshly-rotated-secret")
                let rotating = app(fixture.signingSecret, [new, currentSecret])
                for secret in [new, currentSecret] {
                    let request = fixture.signed(messageRequest(), with: secret)
                    findings.expect(
                        verification(request, [rotating]) == .success(rotating.id), "a rotating secret is refused")
                }
                let rotated = app(fixture.signingSecret, [new])
                expectRefused(sign(messageRequest()), by: [rotated], "signed with the secret of yesterday", &findings)
            },
        ]
    }

    private func expectRefused(
        _ request: WebhookRequest, by candidates: [AppAccess]? = nil, _ what: String, _ findings: inout Findings
    ) {
        let result = verification(request, candidates ?? [fixture.app])
        findings.expect(result == .failure(.badSignature), "\(what): \(result) instead of a refusal")
    }

    /// Each character replaced by another of the same alphabet.
    private func flips(of signature: String) -> [String] {
        signature.indices.compactMap { index in
            guard signature[index].isLetter || signature[index].isNumber else { return nil }
            var changed = signature
            changed.replaceSubrange(index...index, with: signature[index] == "a" ? "b" : "a")
            return changed
        }
    }
}
