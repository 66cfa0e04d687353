import GatewayModel

/// How the mailing of alerts goes: when to try again, and what is not to be mailed twice.
struct AlertDelivery: Sendable {
    /// After a failure; doubles up to the longest. Where somebody has to change something it is the longest at once.
    static let firstWait = Duration.seconds(30)
    static let longestWait = Duration.seconds(1800)

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
        notBefore.map { now >= $0 || $0 - now > Self.longestWait } ?? true
    }

    /// - Returns: how long to wait.
    mutating func fail(_ kind: MailFailure.Kind, at now: Timestamp) -> Duration {
        let wait =
            switch kind {
            case .temporary: min(Self.firstWait * (1 << min(failures, 10)), Self.longestWait)
            case .permanent: Self.longestWait
            }
        failures += 1
        notBefore = now + wait
        return wait
    }
}
