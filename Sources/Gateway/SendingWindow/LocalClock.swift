import Foundation
import GatewayModel

/// The clock on the wall of a time zone: in spring an hour of it is missing, in autumn one comes twice.
struct LocalClock {
    static let secondsOfDay = 24 * 3600

    private let zone: TimeZone
    private let name: String

    static let utc = LocalClock(.gmt, name: "UTC")

    /// `nil` for a name that the system's database does not have.
    init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.init(zone, name: name)
    }

    private init(_ zone: TimeZone, name: String) {
        self.zone = zone
        self.name = name
    }

    /// What the clock shows.
    struct Reading: Equatable {
        /// Counted from 1970-01-01.
        let day: Int
        /// Since the day began, as the clock counts: 0 to 86,399.
        let second: Int

        var minute: Int { second / 60 }
    }

    func reading(at moment: Timestamp) -> Reading {
        let seconds = floorDivide(moment.milliseconds, by: 1000) + offset(at: moment)
        let day = floorDivide(Int64(seconds), by: Int64(LocalClock.secondsOfDay))
        return Reading(day: day, second: seconds - day * LocalClock.secondsOfDay)
    }

    /// When the clock shows a time of a day: once; never where it skips it; twice where it is put back over it.
    func moments(day: Int, second: Int) -> [Timestamp] {
        let shown = Int64(day * LocalClock.secondsOfDay + second)
        // No zone is more than 15 hours from UTC, so these two lie before and behind it.
        let offsets = Set([-1, 1].map { offset(at: Timestamp(milliseconds: (shown + $0 * 54_000) * 1000)) })
        return offsets.map { Timestamp(milliseconds: (shown - Int64($0)) * 1000) }
            .filter { reading(at: $0) == Reading(day: day, second: second) }.sorted()
    }

    /// When the clock is put forward or back.
    func changes(after start: Timestamp, until end: Timestamp) -> [Timestamp] {
        var changes: [Timestamp] = []
        var last = start
        while let next = zone.nextDaylightSavingTimeTransition(after: Self.date(last)).map(Self.timestamp), next > last,
            next <= end
        {
            changes.append(next)
            last = next
        }
        return changes
    }

    /// The first moment of the next day that the clock shows.
    func nextDay(after moment: Timestamp) -> Timestamp {
        let today = reading(at: moment).day
        // A day may begin at one o'clock, and in one place a day was left out.
        let starts = (1...3).flatMap { moments(day: today + $0, second: 0) }
        let candidates = starts + changes(after: moment, until: moment + .seconds(3 * Self.secondsOfDay))
        return candidates.filter { $0 > moment && reading(at: $0).day > today }.min()
            ?? moment + .seconds(Self.secondsOfDay)
    }

    /// For people: `2026-03-01 08:00 (Europe/Paris)`.
    func text(of moment: Timestamp) -> String {
        "\(Self.name(ofDay: reading(at: moment).day)) \(time(of: moment)) (\(name))"
    }

    /// `08:00`.
    func time(of moment: Timestamp) -> String {
        let minute = reading(at: moment).minute
        return String(format: "%02d:%02d", minute / 60, minute % 60)
    }

    /// `2026-03-01`.
    static func name(ofDay day: Int) -> String {
        Date(timeIntervalSince1970: Double(day * secondsOfDay)).formatted(.iso8601.year().month().day())
    }

    /// In seconds.
    private func offset(at moment: Timestamp) -> Int { zone.secondsFromGMT(for: Self.date(moment)) }

    private static func date(_ moment: Timestamp) -> Date {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
    }

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}

private func floorDivide(_ value: Int64, by divisor: Int64) -> Int {
    Int(value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor))
}
