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

    /// The next moment at which a range or a day begins or ends. Between two such moments the condition changes only
    /// where the clock is put forward or back.
    func edge(after moment: Timestamp, by clock: LocalClock) -> Timestamp? {
        let today = clock.reading(at: moment).day
        if case .dates(let dates) = self {
            return dates.compactMap { date -> Timestamp? in
                // It may have begun, and then ends; or ended, and then begins again.
                let days = [date.next(from: today), date.next(from: today + 1)].compactMap(\.self)
                return days.flatMap { [$0, $0 + 1] }.flatMap { clock.moments(day: $0, second: 0) }
                    .filter { $0 > moment }.min()
            }.min()
        }
        guard let edges = weeklyHours?.edges, !edges.isEmpty else { return nil }
        // What a change of the clock leaves out for a week comes in the next.
        for day in today...today + 15 {
            let moments = edges[Weekday(daysSince1970: day), default: []].flatMap {
                clock.moments(day: day, second: $0 * 60)
            }
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
