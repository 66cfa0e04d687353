/// Hours of the week, by the clock on the wall: `monday 08:00-12:00 13:00-20:00; friday 22:00-02:00`.
public struct WeeklyHours: Sendable, Hashable {
    /// Several of a day may meet or overlap. A day without hours is closed.
    public let days: [Weekday: [HourRange]]

    public init(_ days: [Weekday: [HourRange]]) {
        self.days = days.filter { !$0.value.isEmpty }
    }

    /// Whether there are no hours at all.
    public var isEmpty: Bool { days.isEmpty }

    /// Whether the hours cover a minute of a day, from 0 to 1439.
    public func contains(_ day: Weekday, minute: Int) -> Bool {
        days[day, default: []].contains { minute >= $0.start && (minute < $0.end || $0.isPastMidnight) }
            || days[day.before, default: []].contains { $0.isPastMidnight && minute < $0.end }
    }
}

extension WeeklyHours: LosslessStringConvertible {
    public init?(_ description: String) {
        var days: [Weekday: [HourRange]] = [:]
        for day in description.split(separator: "; ") {
            let words = day.split(separator: " ").map(String.init)
            guard let name = words.first, let weekday = Weekday(rawValue: name), days[weekday] == nil else {
                return nil
            }
            let ranges = words.dropFirst().compactMap { HourRange($0) }
            guard ranges.count == words.count - 1 else { return nil }
            days[weekday] = ranges
        }
        self.init(days)
    }

    public var description: String {
        Weekday.allCases.compactMap { day in
            days[day].map { ([day.rawValue] + $0.map(\.description)).joined(separator: " ") }
        }
        .joined(separator: "; ")
    }
}

/// A day of the week.
public enum Weekday: String, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday of a day that is counted from 1970-01-01, a Thursday.
    public init(daysSince1970 day: Int) {
        let count = Self.allCases.count
        self = Self.allCases[((day + 3) % count + count) % count]
    }

    /// The day before this one.
    public var before: Weekday {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + all.count - 1) % all.count]
    }
}

/// From one time of a day to another: `08:00-20:00`. One that ends before it begins ends on the next day.
public struct HourRange: Sendable, Hashable {
    /// Minutes after midnight, 0 to 1439.
    public let start: Int
    /// Minutes after midnight, 1 to 1440; the minute itself is outside.
    public let end: Int

    static let minutesOfDay = 24 * 60

    /// `nil` for one that begins and ends at the same time: it could mean all day, or nothing.
    public init?(from start: Int, to end: Int) {
        guard (0..<Self.minutesOfDay).contains(start), (1...Self.minutesOfDay).contains(end), start != end else {
            return nil
        }
        self.start = start
        self.end = end
    }

    /// Whether it goes on after midnight.
    public var isPastMidnight: Bool { end < start }
}

extension HourRange: LosslessStringConvertible {
    /// Two digits each; `24:00` is the end of the day, and `00:00` at the end is the same.
    public init?(_ description: String) {
        let times = description.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
        guard times.count == 2, let start = times[0], let end = times[1] else { return nil }
        self.init(from: start, to: end == 0 ? Self.minutesOfDay : end)
    }

    public var description: String { "\(Self.text(start))-\(Self.text(end))" }

    private static func minutes(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = number(bytes[0], bytes[1]),
            let minute = number(bytes[3], bytes[4]), minute < 60, hour < 24 || hour == 24 && minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    private static func number(_ tens: UInt8, _ ones: UInt8) -> Int? {
        let zero = UInt8(ascii: "0")
        guard (zero...zero + 9).contains(tens), (zero...zero + 9).contains(ones) else { return nil }
        return Int(tens - zero) * 10 + Int(ones - zero)
    }

    private static func text(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
