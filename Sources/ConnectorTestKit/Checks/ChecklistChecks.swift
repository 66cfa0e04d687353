import ConnectorKit
import GatewayModel
import HTTPTypes

/// A checklist is never green by default, changes nothing, and shows no secret. Without the ability there is nothing
/// to check.
extension Conformance {
    var checklistChecks: [ConformanceCheck] {
        guard let connector = connector as? any HasChecklist else { return [] }
        return [
            check("checklist items have names, and stand behind those that they require") { findings in
                var known: Set<String> = []
                for item in connector.checklist {
                    findings.expect(!item.id.isEmpty && !item.title.isEmpty, "an item without a name: \(item)")
                    for needed in item.requires {
                        findings.expect(known.contains(needed), "\(item.id) stands before \(needed)")
                    }
                    findings.expect(known.insert(item.id).inserted, "two items are called \(item.id)")
                }
                findings.expect(!known.isEmpty, "the checklist is empty")
            },
            check("a platform that gives no clear answer makes nothing green") { findings in
                for step in unclearAnswers {
                    let answering = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
                    let found = await connector.findings(about: subject, Self.quietFacts, over: answering)
                    let judged = connector.checklist.map { found[$0.id]?.verdict ?? .unknown }
                    findings.expect(
                        judged.contains { $0 == .unknown || $0 == .red }, "all is well where the platform said \(step)")
                    inspect(found, of: connector, answering, &findings)
                    // What was not asked cannot be known: the facts alone decide about everything that is green.
                    let known = await connector.findings(
                        about: subject, Self.quietFacts, over: AnsweringTransport(Self.cutOff, hosts: []))
                    for (item, finding) in found where finding.verdict == .green {
                        findings.expect(
                            known[item]?.verdict == .green, "\(item) is green where the platform said \(step)")
                    }
                }
            },
            check("a fix that the platform did not take is a failure") { findings in
                for step in unclearAnswers {
                    for item in connector.checklist.map(\.id) + ["no-such-item"] {
                        let answering = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
                        do throws(PlatformRefusal) {
                            _ = try await connector.fix(item, of: subject, over: answering)
                            findings.expect(false, "\(item) counts as fixed where the platform said \(step)")
                        } catch {
                            inspect(error.explanation, &findings)
                        }
                        findings.expect(answering.refusedCalls.isEmpty, "a fix calls a host that is not declared")
                    }
                }
            },
        ]
    }

    private func inspect(
        _ found: [String: Finding], of connector: any HasChecklist, _ transport: AnsweringTransport,
        _ findings: inout Findings
    ) {
        let ids = Set(connector.checklist.map(\.id))
        findings.expect(ids.isSuperset(of: found.keys), "a finding about an item that is not on the list")
        for finding in found.values {
            findings.expect(!finding.found.isEmpty, "a finding without a word")
            inspect([finding.found, finding.advice, finding.fix].compactMap(\.self).joined(separator: " "), &findings)
        }
        findings.expect(transport.calls.allSatisfy(isQuestion), "a look changes something")
        findings.expect(transport.refusedCalls.isEmpty, "a look calls a host that is not declared")
    }
}

/// What platforms say when they say nothing, and what every ability that asks them has in common.
extension Conformance {
    static let cutOff = AnsweringTransport.Answer.failure(
        TransportFailure(kind: .cutOff, certainty: .unknown, explanation: "As scripted."))

    var unclearAnswers: [AnsweringTransport.Answer] {
        HostileBodies.rubbishReplies.map { .reply(HTTPReply(status: 200, body: $0)) }
            + [
                .reply(HTTPReply(status: 500)), .reply(HTTPReply(status: 302)), .reply(HTTPReply(status: 404)),
                Self.cutOff,
            ]
            + [fixture.reply(.credentialsRefused)].compactMap { $0 }.map { .reply($0) }
    }

    /// Whether a call only asks.
    func isQuestion(_ call: HTTPCall) -> Bool {
        let address = call.url.prefix { $0 != "?" }.dropFirst("https://".count)
        let path = String(address.drop { $0 != "/" })
        return call.method == .get || call.method == .post && fixture.questionsByPost.contains(path)
    }

    static var quietFacts: ConnectionFacts { ConnectionFacts(now: moment) }

    var subject: OpenConnection {
        fixture.connection()
    }

    func inspect(_ told: String, _ findings: inout Findings) {
        for secret in secretKeys.flatMap({ fixture.app.secrets.all($0) }) {
            findings.expect(!told.contains(secret.reveal()), "a secret is shown: \(told.count) characters")
        }
    }
}
