import ConnectorKit
import GatewayModel
import HTTPTypes

/// One part is one call, and what became of it is never claimed to be better known than it is.
extension Conformance {
    var sendChecks: [ConformanceCheck] {
        [
            check("each part is one call, also after a failure in the middle") { findings in
                guard let accepted = fixture.reply(.accepted(platformID: "sent-1")),
                    let failed = fixture.reply(.serverError(status: 503))
                else { return findings.expect(false, "the fixture has no answers") }
                for (number, part) in severalParts.enumerated() {
                    let reply = number == 1 ? failed : accepted
                    let (result, transport) = await send(dispatch(part, number: number), .reply(reply))
                    findings.expect(transport.calls.count == 1, "part \(number) makes \(transport.calls.count) calls")
                    findings.expect(transport.refusedCalls.isEmpty, "part \(number) calls a host that is not declared")
                    let isAccepted = (try? result.get()) == SendReceipt(platformID: "sent-1")
                    findings.expect(isAccepted == (number != 1), "part \(number) is taken for something else")
                }
            },
            check("what the platform did not take is not sent, and what follows is clear") { findings in
                let table: [(PlatformAnswer, (SendFailure.Disposition) -> Bool)] = [
                    (.tooManyRequests(retryAfterSeconds: 7), { $0 == .retry(after: .seconds(7)) }),
                    (.tooManyRequests(retryAfterSeconds: nil), { if case .retry = $0 { true } else { false } }),
                    (.credentialsRefused, { $0 == .reconnect }),
                    (.recipientOptedOut, { $0 == .stopContact }),
                    (.recipientInvalid, { $0 == .giveUp }),
                    (.unknownRefusal, { $0 == .giveUp }),
                ]
                for (answer, isRight) in table {
                    guard let reply = fixture.reply(answer) else { continue }
                    guard let failure = await failure(.reply(reply), "\(answer)", &findings) else { continue }
                    findings.expect(isRight(failure.disposition), "\(answer) is \(failure.disposition)")
                    findings.expect(failure.certainty == .notSent, "\(answer) is uncertain")
                }
            },
            check("what the platform may have taken is uncertain and tried again") { findings in
                for status in [500, 502, 503, 504] {
                    guard let reply = fixture.reply(.serverError(status: status)) else { continue }
                    await expectUncertain(.reply(reply), "status \(status)", &findings)
                    await expectUncertain(.reply(HTTPReply(status: status)), "empty status \(status)", &findings)
                }
                for status in [200, 201, 202, 204] {
                    for body in HostileBodies.rubbishReplies {
                        await expectUncertain(
                            .reply(HTTPReply(status: status, body: body)), "status \(status) with rubbish", &findings)
                    }
                }
            },
            check("a transport failure is as certain as the transport is") { findings in
                let kinds: [TransportFailure.Kind] = [
                    .timedOut, .cutOff, .tooLarge, .notKept, .canceled, .nameNotFound, .notConnected, .tls,
                ]
                for kind in kinds {
                    for certainty in [SendFailure.Certainty.unknown, .notSent] {
                        let fault = TransportFailure(kind: kind, certainty: certainty, explanation: "As scripted.")
                        guard let failure = await failure(.failure(fault), "\(kind)", &findings) else { continue }
                        findings.expect(failure.certainty == certainty, "\(kind) is \(failure.certainty)")
                        findings.expect(failure.disposition == .retry(after: nil), "\(kind) is \(failure.disposition)")
                    }
                }
            },
            check("calls carry the current secret, no older one") { findings in
                guard let accepted = fixture.reply(.accepted(platformID: "sent-1")) else { return }
                let new = Secret("a-freshly-rotated-secret")
                let old = fixture.app.secrets.all(fixture.callingSecret)
                var calls: [[HTTPCall]] = []
                for secrets in [[new] + old, [new], old] {
                    let app = app(fixture.callingSecret, secrets)
                    calls.append(await send(dispatch(Part(text: "Hi"), app: app), .reply(accepted)).transport.calls)
                }
                findings.expect(calls[0].map(Self.wire) == calls[1].map(Self.wire), "the newest secret is not used")
                findings.expect(calls[0].map(Self.wire) != calls[2].map(Self.wire), "the older secret is used")
            },
        ]
    }

    /// Three parts of one message where the platform's limits allow them, else three messages of one.
    private var severalParts: [Part] {
        let limit = connector.capabilities.text
        let text = String(repeating: "word ", count: (limit.perPart * 5 / 2) / 5)
        if case .success(let parts) = planning(outbound(text)), parts.count >= 3 { return parts }
        return Array(repeating: Part(text: Self.tellTaleText), count: 3)
    }

    private func expectUncertain(_ step: ScriptedTransport.Step, _ what: String, _ findings: inout Findings) async {
        guard let failure = await failure(step, what, &findings) else { return }
        findings.expect(failure.certainty == .unknown, "\(what) is called not sent")
        if case .retry = failure.disposition { return }
        findings.expect(false, "\(what) is \(failure.disposition)")
    }

    /// The failure that a step must lead to.
    private func failure(
        _ step: ScriptedTransport.Step, _ what: String, _ findings: inout Findings
    ) async -> SendFailure? {
        let (result, transport) = await send(dispatch(Part(text: Self.tellTaleText)), step)
        findings.expect(transport.calls.count == 1, "\(what): \(transport.calls.count) calls instead of one")
        guard case .failure(let failure) = result else {
            findings.expect(false, "\(what) is taken for a success")
            return nil
        }
        findings.expect(!failure.code.isEmpty && failure.code.allSatisfy(\.isLetter), "\(what) has no word")
        findings.expect(!failure.explanation.isEmpty, "\(what) has no explanation")
        return failure
    }

    /// What of a call the other side sees.
    static func wire(_ call: HTTPCall) -> [String] {
        [call.method.rawValue, call.url, String(decoding: call.body, as: UTF8.self)]
            + call.headers.map { "\($0.name): \($0.value)" }
    }
}
