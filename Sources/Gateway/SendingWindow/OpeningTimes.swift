import GatewayModel

/// Weekly hours on the clock of a place.
///
/// What counts is what the clock on the wall shows. Hours that are skipped in spring are not open; those that come
/// twice in autumn are open both times.
struct OpeningTimes {
    /// Hours that a change of the clock leaves out for a week come in the next.
    private static let horizon = 16

    private let hours: WeeklyHours
    private let clock: LocalClock

    init(_ hours: WeeklyHours, by clock: LocalClock) {
        self.hours = hours
        self.clock = clock
    }

    func isOpen(at moment: Timestamp) -> Bool {
        let reading = clock.reading(at: moment)
        return hours.contains(Weekday(daysSince1970: reading.day), minute: reading.minute)
    }

    /// When it opens next; `nil` while it is open.
    func opening(after moment: Timestamp) -> Timestamp? {
        if isOpen(at: moment) { return nil }
        let today = clock.reading(at: moment).day
        let starts = (today...today + Self.horizon).flatMap { day in
            hours.days[Weekday(daysSince1970: day), default: []].flatMap {
                clock.moments(day: day, second: $0.start * 60)
            }
        }
        // A clock that is put forward may land in the middle of the hours, one that is put back may come into them again.
        let end = moment + .seconds((Self.horizon + 1) * LocalClock.secondsOfDay)
        let candidates = starts + clock.changes(after: moment, until: end)
        return candidates.filter { $0 > moment && isOpen(at: $0) }.min()
    }
}
