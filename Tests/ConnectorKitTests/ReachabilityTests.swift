import ConnectorKit
import GatewayModel
import Testing

@Suite("What is found about the public URL")
struct ReachabilityTests {
    @Test(
        "No answer is no fault while messages come in; a wrong answer always is",
        arguments: [
            (Reachability.untried, nil, Verdict.unknown), (.arrives, nil, .green), (.noAnswer("Why."), nil, .yellow),
            (.noAnswer("Why."), 23, .green), (.noAnswer("Why."), 25, .yellow), (.elsewhere("Why."), nil, .red),
            (.elsewhere("Why."), 1, .red),
        ] as [(Reachability, Int?, Verdict)])
    func findings(reachability: Reachability, hoursSinceMessage: Int?, verdict: Verdict) {
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        let facts = ConnectionFacts(
            now: now, lastInbound: hoursSinceMessage.map { now - .seconds($0 * 3600) }, reachability: reachability)
        let finding = facts.reachabilityFinding
        #expect(finding.verdict == verdict)
        #expect((finding.advice != nil) == [.yellow, .red].contains(verdict))
    }
}
