import ConnectorKit
import GatewayModel

/// What ends is renewed by the platform's own word only. Without something that ends there is nothing to check.
extension Conformance {
    var renewalChecks: [ConformanceCheck] {
        guard let connector = connector as? any RenewsGrants,
            let due = connector.renewalDue(of: subject, at: Self.moment)
        else { return [] }
        return [
            check("what is due is due whenever it is asked for, and at once where its time is still to come") {
                findings in
                for moment in [Self.moment, due, due + .seconds(365 * 24 * 3600)] {
                    let again = connector.renewalDue(of: subject, at: moment)
                    findings.expect(again == due, "at another moment something else is due")
                }
                let early = Timestamp(milliseconds: 0)
                let atOnce = connector.renewalDue(of: subject, at: early).map { $0 <= early } ?? false
                findings.expect(atOnce, "a grant from the future is trusted")
            },
            check("an unclear answer renews nothing, and gives nothing up") { findings in
                for step in unclearAnswers {
                    let transport = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
                    do throws(RenewalFailure) {
                        _ = try await connector.renew(subject, over: transport)
                        findings.expect(false, "it is renewed where the platform said \(step)")
                    } catch {
                        inspect(error.explanation, &findings)
                        findings.expect(!error.explanation.isEmpty, "a failure without a word")
                        if case .never = error.disposition {
                            findings.expect(false, "it is given up where the platform said \(step)")
                        }
                    }
                    findings.expect(transport.calls.count == 1, "\(transport.calls.count) calls are made")
                    findings.expect(transport.refusedCalls.isEmpty, "a host is called that is not declared")
                    for call in transport.calls { inspect(call.url, &findings) }
                }
            },
        ]
    }
}
