import GatewayModel

/// How the mailing of alerts goes: when to try again, and what is not to be mailed twice.
struct AlertDelivery: Sendable {
    private var failures = 0
    private var notBefore: Timestamp?
    /// Mailed, but the store could not note it yet: not to be mailed again.
    var unnoted: (alerts: [Alert], at: Timestamp)?

    init(unnoted: (alerts: [Alert], at: Timestamp)? = nil) {
        self.unnoted = unnoted
    }

    /// Whether a mail may be tried.
    func isAllowed(at now: Timestamp) -> Bool {
        // A clock that was set back must not silence anything.
        notBefore.map { now >= $0 || $0 - now > MailBackOff.longest } ?? true
    }

    /// - Returns: how long to wait.
    mutating func fail(_ kind: MailFailure.Kind, at now: Timestamp) -> Duration {
        let wait = MailBackOff.wait(kind, failures: failures)
        failures += 1
        notBefore = now + wait
        return wait
    }
}
