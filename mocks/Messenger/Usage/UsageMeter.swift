internal import Foundation

/// How many calls were made in the last hour, in steps of a minute.
struct UsageMeter: Sendable {
    private static let minutes = 60

    private var counts = [Int](repeating: 0, count: Self.minutes)
    private var latest = 0
    /// Shown in place of what was counted.
    var percent: Int?

    mutating func count(at now: Date) {
        turn(to: now)
        counts[latest % Self.minutes] += 1
    }

    /// Above 100 where more was called than allowed.
    mutating func percent(of limit: Int, at now: Date) -> Int {
        turn(to: now)
        return percent ?? counts.reduce(0, +) * 100 / max(1, limit)
    }

    private mutating func turn(to now: Date) {
        let minute = Int(now.timeIntervalSince1970 / 60)
        guard minute > latest else { return }
        for passed in max(latest + 1, minute - Self.minutes + 1)...minute { counts[passed % Self.minutes] = 0 }
        latest = minute
    }
}
