/// The timers of a conversation.
public enum ConversationTimer: String, Sendable, CaseIterable {
    /// A customer waits for an answer.
    case response
    /// Nothing is said; then the conversation becomes inactive.
    case inactive
    /// The conversation is inactive; then it is closed.
    case close
}

/// Where timers are set. Each place governs what lies within it.
public enum TimerScope: Hashable, Sendable {
    /// The whole installation.
    case tenant
    case contactPoint(ContactPointID)
    /// One platform on one contact point.
    case platform(Platform, at: ContactPointID)
}

/// What is set of the timers in one place; where nothing is set, the next place counts.
public struct TimerSettings: Sendable, Equatable {
    private var response: TimerLength?
    private var inactive: TimerLength?
    private var close: TimerLength?

    public init(response: TimerLength? = nil, inactive: TimerLength? = nil, close: TimerLength? = nil) {
        self.response = response
        self.inactive = inactive
        self.close = close
    }

    /// The length of one timer; `nil` where it is not set here.
    public subscript(timer: ConversationTimer) -> TimerLength? {
        get {
            switch timer {
            case .response: response
            case .inactive: inactive
            case .close: close
            }
        }
        set {
            switch timer {
            case .response: response = newValue
            case .inactive: inactive = newValue
            case .close: close = newValue
            }
        }
    }
}

/// Where a timer's length may come from, the most specific first: the order in which they are asked.
public enum TimerLevel: String, Sendable, CaseIterable {
    /// Set for the platform on the contact point.
    case platform
    case contactPoint
    case tenant
    /// Declared by the platform's connector.
    case connector
    /// Built in.
    case program
}

/// What applies to a conversation: each timer by itself from the most specific level that says anything of it.
public struct EffectiveTimers: Sendable, Equatable {
    private let levels: [TimerLevel: TimerSettings]

    /// - Parameter levels: what is set at each; of the program's own nothing need be said.
    public init(_ levels: [TimerLevel: TimerSettings]) {
        self.levels = levels
    }

    /// How long a timer runs.
    public subscript(timer: ConversationTimer) -> TimerLength { find(timer).length }

    /// Where a timer's length comes from.
    public func level(of timer: ConversationTimer) -> TimerLevel { find(timer).level }

    /// Whether any timer runs out sooner than by the others.
    public func isShorter(than others: EffectiveTimers) -> Bool {
        ConversationTimer.allCases.contains { self[$0] < others[$0] }
    }

    private func find(_ timer: ConversationTimer) -> (length: TimerLength, level: TimerLevel) {
        for level in TimerLevel.allCases {
            if let length = levels[level]?[timer] { return (length, level) }
        }
        return (.standard(timer), .program)
    }
}
