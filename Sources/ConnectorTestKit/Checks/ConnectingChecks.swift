import ConnectorKit
import GatewayModel
import HTTPTypes

/// Connecting step by step and catching up: nothing is made or believed on an unclear answer.
extension Conformance {
    var connectingChecks: [ConformanceCheck] {
        guard let connector = connector as? any Connects else { return [] }
        return [
            check("connecting begins with a question, before anything is known") { findings in
                let nobody = AppAccess(id: fixture.app.id, settings: [:], secrets: Secrets([:]))
                for purpose in [ConnectingProgress.Purpose.connect, .reconnect] {
                    let silent = AnsweringTransport(Self.cutOff, hosts: [])
                    let step = await connector.nextStep(after: progress(purpose, nobody), over: silent)
                    findings.expect(!step.id.isEmpty && !step.text.isEmpty, "a step without a word")
                    findings.expect(silent.refusedCalls.isEmpty, "the platform is called without credentials")
                    if case .enter(let fields) = step.kind {
                        let known = Set(connector.settings.app.map(\.key))
                        findings.expect(known.isSuperset(of: fields.map(\.key)), "a field that the app does not have")
                    }
                    if case .connect = step.kind { findings.expect(false, "nothing is known, and all is done") }
                }
            },
            check("an unclear answer connects nothing, and no step changes anything") { findings in
                for step in unclearAnswers {
                    for purpose in [ConnectingProgress.Purpose.connect, .reconnect] {
                        let answering = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
                        let next = await connector.nextStep(after: progress(purpose, fixture.app), over: answering)
                        if case .connect = next.kind {
                            findings.expect(false, "it connects where the platform said \(step)")
                        }
                        inspect(next.text, &findings)
                        findings.expect(answering.calls.allSatisfy(isQuestion), "a step changes something")
                        findings.expect(answering.refusedCalls.isEmpty, "a step calls a host that is not declared")
                    }
                }
            },
        ]
    }

    var catchUpChecks: [ConformanceCheck] {
        guard let connector = connector as? any CatchesUp else { return [] }
        return [
            check("a list of missed messages that cannot be read is no empty one") { findings in
                for step in unclearAnswers {
                    let answering = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
                    do throws(PlatformRefusal) {
                        let events = try await connector.missed(by: subject, since: Self.moment, over: answering)
                        findings.expect(false, "\(events.count) messages where the platform said \(step)")
                    } catch {
                        inspect(error.explanation, &findings)
                    }
                    findings.expect(answering.calls.allSatisfy(isQuestion), "asking changes something")
                    findings.expect(answering.refusedCalls.isEmpty, "asking calls a host that is not declared")
                }
            }
        ]
    }

    private func progress(_ purpose: ConnectingProgress.Purpose, _ app: AppAccess) -> ConnectingProgress {
        let platform = connector.platform
        return ConnectingProgress(
            purpose: purpose, app: app, answers: [:], taken: [],
            webhookAddress: { "https://gateway.example/hooks/\(platform)/endpoint/\($0)" })
    }
}
