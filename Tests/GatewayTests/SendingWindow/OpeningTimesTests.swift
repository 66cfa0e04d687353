import Foundation
import GatewayModel
import Testing

@testable import Gateway

/// What a clock on the wall shows, and when it shows it.
@Suite("Opening times by the clock on the wall")
struct OpeningTimesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let hours: String
        let zone: String
        /// In UTC.
        let now: String
        /// `nil` where it is open.
        let opens: String?

        init(_ what: String, _ hours: String, _ zone: String, at now: String, opens: String?) {
            (self.what, self.hours, self.zone, self.now, self.opens) = (what, hours, zone, now, opens)
        }

        var testDescription: String { what }
    }

    private static let everyDay = Weekday.allCases.map { "\($0.rawValue) 08:00-20:00" }.joined(separator: "; ")

    @Test(
        "When it opens next",
        arguments: [
            // 2026-03-02 is a Monday.
            Case("before opening", everyDay, "UTC", at: "2026-03-02T07:59:59.999Z", opens: "2026-03-02T08:00:00Z"),
            Case("at the minute of opening", everyDay, "UTC", at: "2026-03-02T08:00:00Z", opens: nil),
            Case("in the last instant", everyDay, "UTC", at: "2026-03-02T19:59:59.999Z", opens: nil),
            Case(
                "at the minute of closing", everyDay, "UTC", at: "2026-03-02T20:00:00Z", opens: "2026-03-03T08:00:00Z"),
            Case(
                "another zone's day", everyDay, "America/Los_Angeles", at: "2026-03-02T07:00:00Z",
                opens: "2026-03-02T16:00:00Z"),
            Case(
                "a zone of quarter hours", everyDay, "Asia/Kathmandu", at: "2026-03-02T00:00:00Z",
                opens: "2026-03-02T02:15:00Z"),
            Case(
                "over the weekend", "monday 09:00-17:00; friday 09:00-17:00", "UTC", at: "2026-03-06T17:00:00Z",
                opens: "2026-03-09T09:00:00Z"),
            Case(
                "between two intervals", "monday 08:00-12:00 14:00-18:00", "UTC", at: "2026-03-02T12:30:00Z",
                opens: "2026-03-02T14:00:00Z"),
            Case(
                "from one day a week to the next", "monday 08:00-09:00", "UTC", at: "2026-03-02T09:00:00Z",
                opens: "2026-03-09T08:00:00Z"),
            Case("past midnight", "monday 22:00-02:00", "UTC", at: "2026-03-03T01:59:00Z", opens: nil),
            Case(
                "after past midnight", "monday 22:00-02:00", "UTC", at: "2026-03-03T02:00:00Z",
                opens: "2026-03-09T22:00:00Z"),
            Case("to the end of the day", "monday 00:00-24:00", "UTC", at: "2026-03-02T23:59:59Z", opens: nil),

            // New York, 2026-03-08: at 02:00 (07:00 UTC) the clock goes to 03:00.
            Case(
                "spring: an opening that is skipped is the moment after the gap", "sunday 02:30-06:00",
                "America/New_York", at: "2026-03-08T06:00:00Z", opens: "2026-03-08T07:00:00Z"),
            Case(
                "spring: hours that are skipped as a whole come a week later", "sunday 02:10-02:50",
                "America/New_York", at: "2026-03-08T06:00:00Z", opens: "2026-03-15T06:10:00Z"),
            Case(
                "spring: a closing that is skipped is the moment of the gap", "sunday 01:00-02:30",
                "America/New_York", at: "2026-03-08T07:00:00Z", opens: "2026-03-15T05:00:00Z"),
            Case(
                "spring: open until the gap", "sunday 01:00-02:30", "America/New_York", at: "2026-03-08T06:59:59Z",
                opens: nil),
            Case(
                "spring: the day is an hour shorter", "sunday 08:00-20:00", "America/New_York",
                at: "2026-03-08T05:00:00Z", opens: "2026-03-08T12:00:00Z"),

            // New York, 2026-11-01: at 02:00 (06:00 UTC) the clock goes back to 01:00.
            Case(
                "autumn: the first time", "sunday 01:15-01:45", "America/New_York", at: "2026-11-01T05:00:00Z",
                opens: "2026-11-01T05:15:00Z"),
            Case(
                "autumn: the same minutes come again", "sunday 01:15-01:45", "America/New_York",
                at: "2026-11-01T05:45:00Z", opens: "2026-11-01T06:15:00Z"),
            Case(
                "autumn: and not a third time", "sunday 01:15-01:45", "America/New_York", at: "2026-11-01T06:45:00Z",
                opens: "2026-11-08T06:15:00Z"),
            Case(
                "autumn: closed at 01:30, and back inside at 01:00", "saturday 22:00-01:30", "America/New_York",
                at: "2026-11-01T05:30:00Z", opens: "2026-11-01T06:00:00Z"),
            Case(
                "autumn: the day is an hour longer", "sunday 08:00-20:00", "America/New_York",
                at: "2026-11-01T04:00:00Z", opens: "2026-11-01T13:00:00Z"),

            // Lord Howe Island, 2026-10-04: at 02:00 (15:30 UTC the day before) the clock goes forward half an hour.
            Case(
                "half an hour is skipped", "sunday 02:15-03:00", "Australia/Lord_Howe", at: "2026-10-03T15:00:00Z",
                opens: "2026-10-03T15:30:00Z"),
            // Beirut, 2026-03-29: at 00:00 (22:00 UTC the day before) the clock goes to 01:00.
            Case(
                "midnight is skipped", "sunday 00:30-04:00", "Asia/Beirut", at: "2026-03-28T21:00:00Z",
                opens: "2026-03-28T22:00:00Z"),
            // Samoa had no 2011-12-30, a Friday.
            Case(
                "a day is left out", "friday 08:00-20:00", "Pacific/Apia", at: "2011-12-30T06:00:00Z",
                opens: "2012-01-05T18:00:00Z"),
        ])
    func opening(_ example: Case) throws {
        let hours = try #require(WeeklyHours(example.hours))
        let times = OpeningTimes(hours, by: try #require(LocalClock(zone: example.zone)))
        let now = try moment(example.now)
        let opening = times.opening(after: now)
        #expect(opening.map(text) == example.opens)
        #expect(times.isOpen(at: now) == (example.opens == nil))
        if let opening {
            #expect(times.isOpen(at: opening))
            #expect(!times.isOpen(at: opening - .milliseconds(1)))
        }
    }

    @Test("Whatever the moment, what it says is so: half a year of each hour, in zones that change")
    func consistent() throws {
        let hours = try #require(WeeklyHours("sunday 00:30-02:30 22:00-01:30; wednesday 08:00-08:01"))
        for zone in ["America/New_York", "Europe/London", "Asia/Beirut", "Australia/Lord_Howe", "America/Havana"] {
            let times = OpeningTimes(hours, by: try #require(LocalClock(zone: zone)))
            let start = try moment("2026-02-20T00:00:00Z")
            for hour in stride(from: 0, to: 24 * 270, by: 7) {
                let now = start + .seconds(hour * 3600 + 1234)
                guard let opening = times.opening(after: now) else { continue }
                #expect(times.isOpen(at: opening))
                #expect(!times.isOpen(at: opening - .milliseconds(1)), "\(zone) \(text(now)) \(text(opening))")
            }
        }
    }

    @Test(
        "When the next day begins",
        arguments: [
            ("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
            ("UTC", "2026-03-02T23:59:59Z", "2026-03-03T00:00:00Z"),
            ("America/New_York", "2026-03-08T12:00:00Z", "2026-03-09T04:00:00Z"),
            ("America/New_York", "2026-11-01T12:00:00Z", "2026-11-02T05:00:00Z"),
            // It begins at one o'clock.
            ("Asia/Beirut", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z"),
            // It is the day after the next.
            ("Pacific/Apia", "2011-12-30T06:00:00Z", "2011-12-30T10:00:00Z"),
        ])
    func nextDay(zone: String, now: String, next: String) throws {
        let clock = try #require(LocalClock(zone: zone))
        #expect(text(clock.nextDay(after: try moment(now))) == next)
    }

    @Test("For people")
    func words() throws {
        let clock = try #require(LocalClock(zone: "Europe/Paris"))
        #expect(clock.text(of: try moment("2026-03-01T07:05:00Z")) == "2026-03-01 08:05 (Europe/Paris)")
        #expect(LocalClock(zone: "Nowhere/Nothing") == nil)
    }

    private func moment(_ text: String) throws -> Timestamp {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return Timestamp(milliseconds: Int64((try style.parse(text).timeIntervalSince1970 * 1000).rounded()))
    }

    private func text(_ moment: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(.iso8601)
    }
}
