import GatewayModel

extension TimeCondition {
    private static let wholeDay = HourRange(from: 0, to: 24 * 60)

    /// The same as hours of the week; `nil` for days of the calendar.
    var weeklyHours: WeeklyHours? {
        switch self {
        case .hours(let hours): hours
        case .days(let days):
            WeeklyHours(Dictionary(uniqueKeysWithValues: days.map { ($0, [Self.wholeDay].compactMap(\.self)) }))
        case .times(let ranges): WeeklyHours(Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, ranges) }))
        case .dates: nil
        }
    }
}

/// The moments at which the ranges or the days of a condition begin or end. Between two of them it changes only where the
/// clock is put forward or back.
struct TimeEdges {
    private enum Days {
        case week([Weekday: Set<Int>])
        case calendar([NamedDate])
    }

    /// What a change of the clock leaves out for a week comes in the next.
    private static let mostDays = 16

    private let days: Days
    private let clock: LocalClock

    init(of condition: TimeCondition, by clock: LocalClock) {
        self.clock = clock
        days =
            switch condition {
            case .dates(let dates): .calendar(dates)
            case .hours, .days, .times: .week(condition.weeklyHours?.edges ?? [:])
            }
    }

    /// What a look at it costs, in conditions of the week.
    var weight: Int {
        switch days {
        case .week: 1
        case .calendar(let dates): 1 + dates.count / 20
        }
    }

    func next(after moment: Timestamp) -> Timestamp? {
        let today = clock.reading(at: moment).day
        switch days {
        case .week(let edges):
            guard !edges.isEmpty else { return nil }
            return first(after: moment, of: today..<today + Self.mostDays) {
                edges[Weekday(daysSince1970: $0), default: []]
            }
        case .calendar(let dates):
            // One may have begun, and then ends; or ended, and then begins again.
            let found = dates.flatMap { date in
                [date.next(from: today), date.next(from: today + 1)].compactMap(\.self).flatMap { [$0, $0 + 1] }
            }
            return first(after: moment, of: Set(found).sorted()) { _ in [0] }
        }
    }

    /// - Parameter minutes: of a day.
    private func first(
        after moment: Timestamp, of days: some Sequence<Int>, _ minutes: (Int) -> Set<Int>
    ) -> Timestamp? {
        for day in days {
            let moments = minutes(day).flatMap { clock.moments(day: day, second: $0 * 60) }
            if let next = moments.filter({ $0 > moment }).min() { return next }
        }
        return nil
    }
}

extension WeeklyHours {
    /// The minutes of each weekday at which something begins or ends.
    fileprivate var edges: [Weekday: Set<Int>] {
        var edges: [Weekday: Set<Int>] = [:]
        for weekday in Weekday.allCases {
            for range in days[weekday, default: []] { edges[weekday, default: []].insert(range.start) }
            for range in days[weekday, default: []] where !range.isPastMidnight && range.end < 24 * 60 {
                edges[weekday, default: []].insert(range.end)
            }
            for range in days[weekday.before, default: []] where range.isPastMidnight || range.end == 24 * 60 {
                edges[weekday, default: []].insert(range.isPastMidnight ? range.end : 0)
            }
        }
        return edges
    }
}
