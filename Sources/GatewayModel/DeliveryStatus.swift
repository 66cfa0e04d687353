/// How far a message has come.
public enum DeliveryStatus: String, Sendable, CaseIterable {
    /// Inbound: durably stored.
    case received
    /// Accepted and durably stored; waits for its turn.
    case queued
    /// Waits for something other than its turn: a connection that must be reconnected, a person's decision.
    case held
    /// A call to the platform is under way.
    case sending
    /// A call was cut off, and nobody can yet say whether the platform took the message.
    case unknown
    /// The platform accepted it.
    case sent
    case delivered
    case read
    /// Final: we did not let it out, or the platform refused to take it for a rule.
    case refused
    /// Final: the platform could not deliver it.
    case failed
    /// Final: it became too old to send.
    case expired
    /// Final: somebody withdrew it before it left.
    case canceled

    /// The order in which delivery moves; only for statuses a platform can report.
    private var rank: Int {
        switch self {
        case .received, .queued, .held: 0
        case .sending, .unknown: 1
        case .sent: 2
        case .delivered: 3
        case .read: 4
        case .refused, .failed, .expired, .canceled: 5
        }
    }

    public var isFinal: Bool {
        switch self {
        case .refused, .failed, .expired, .canceled: true
        default: false
        }
    }

    /// Whether a platform's report may move a message from this status to another.
    ///
    /// Reports come late, twice and out of order: status only goes forward, a final status stays, and what was
    /// delivered cannot fail any more.
    public func mayBecome(_ reported: DeliveryStatus) -> Bool {
        if isFinal { return false }
        if reported.isFinal { return rank < DeliveryStatus.delivered.rank }
        return reported.rank > rank
    }
}
