/// For how long a timer runs: whole seconds, from one to thirty days.
public struct TimerLength: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The longest, in seconds.
    public static let most = 30 * 24 * 3600

    public let seconds: Int

    /// `nil` where it is none of the lengths there are.
    public init?(seconds: Int) {
        guard (1...Self.most).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// As people enter it: `90s`, `15m`, `2h`, or a number of seconds.
    public init?(_ text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        // Nine digits are more than thirty days in any unit, and cannot overflow.
        guard let number = Int(digits), digits.count <= 9, let unit = Self.units[text.dropFirst(digits.count)] else {
            return nil
        }
        self.init(seconds: number * unit)
    }

    private static let units: [Substring: Int] = ["": 1, "s": 1, "m": 60, "h": 3600]

    fileprivate init(unchecked seconds: Int) { self.seconds = seconds }

    public var duration: Duration { .seconds(seconds) }

    /// In the largest unit that it is a whole number of: `2h` for 7200 seconds.
    public var description: String {
        if seconds.isMultiple(of: 3600) { return "\(seconds / 3600)h" }
        return seconds.isMultiple(of: 60) ? "\(seconds / 60)m" : "\(seconds)s"
    }

    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}

extension TimerLength {
    /// What applies where nobody has said anything else.
    static func standard(_ timer: ConversationTimer) -> TimerLength {
        switch timer {
        case .response: TimerLength(unchecked: 10 * 60)
        case .inactive: TimerLength(unchecked: 30 * 60)
        case .close: TimerLength(unchecked: 24 * 3600)
        }
    }
}
