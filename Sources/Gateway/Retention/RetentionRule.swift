/// For how long each kind of data is kept.
public struct RetentionRule: Sendable, Equatable {
    private var lives: [RetainedKind: Duration?] = [:]

    public init() {}

    /// `nil` for ever.
    public subscript(kind: RetainedKind) -> Duration? {
        get { lives[kind] ?? Self.standard(kind) }
        set { lives[kind] = .some(newValue) }
    }

    private static func standard(_ kind: RetainedKind) -> Duration? {
        switch kind {
        case .conversations, .notifications, .audit: nil
        case .events, .attempts, .seenEvents, .unrouted, .lastWords: days(30)
        case .quarantine, .parkedReports, .traces, .deliveries: days(7)
        case .keptAnswers: days(1)
        case .sessions, .passwordLinks: .zero
        }
    }

    /// The least number of days that may be chosen; `nil` where there is no choice, for the program promises it.
    public static func leastDays(_ kind: RetainedKind) -> Int? {
        switch kind {
        // Reports come for a week, and so long a person may have to settle something.
        case .conversations, .notifications: 30
        case .audit: 365
        case .attempts, .unrouted: 7
        // A subscriber that was away must find what it missed.
        case .events: 7
        // Longer than any platform delivers again.
        case .seenEvents: 14
        case .quarantine, .parkedReports, .keptAnswers, .traces, .deliveries, .sessions, .passwordLinks, .lastWords:
            nil
        }
    }

    public static func days(_ number: Int) -> Duration { .seconds(number * 24 * 3600) }
}
