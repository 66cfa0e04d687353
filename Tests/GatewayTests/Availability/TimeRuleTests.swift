import Foundation
import GatewayModel
import Testing

@testable import Gateway

/// What the clock decides, and when it decides otherwise.
@Suite("Availability: rules of time")
struct TimeRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let rule: String
        let zone: String
        /// In UTC, as all times here.
        let now: String
        let says: String
        /// `nil` where the clock never changes anything.
        let next: String?

        init(_ what: String, _ rule: String, _ zone: String = "UTC", at now: String, _ says: String, next: String?) {
            (self.what, self.rule, self.zone, self.now) = (what, rule, zone, now)
            (self.says, self.next) = (says, next)
        }

        var testDescription: String { what }
    }

    private static let office = #"{"days": ["monday", "tuesday", "wednesday", "thursday", "friday"]}"#
    private static let lunch = #"{"times": ["08:00-12:00", "13:00-18:00"]}"#
    private static let night = #"{"hours": {"friday": ["22:00-02:00"]}}"#
    private static let christmas =
        #"{"not": {"dates": [{"date": "2026-12-25", "label": "Christmas Day", "yearly": true}]}}"#

    // 2026-03-02 is a Monday.
    private static let days: [Case] = [
        Case("nothing set", "{}", at: "2026-03-02T00:00:00Z", "yes", next: nil),
        Case("all of nothing", #"{"all": []}"#, at: "2026-03-02T00:00:00Z", "yes", next: nil),
        Case("a day of the week", office, at: "2026-03-02T12:00:00Z", "yes", next: "2026-03-07T00:00:00Z"),
        Case("its last instant", office, at: "2026-03-06T23:59:59.999Z", "yes", next: "2026-03-07T00:00:00Z"),
        Case("the weekend", office, at: "2026-03-07T00:00:00Z", "outsideHours", next: "2026-03-09T00:00:00Z"),
        Case(
            "the same instant is another day elsewhere", office, "Pacific/Auckland", at: "2026-03-06T11:00:00Z",
            "outsideHours", next: "2026-03-08T11:00:00Z"),
        Case("in the morning", lunch, at: "2026-03-02T08:00:00Z", "yes", next: "2026-03-02T12:00:00Z"),
        Case("between two ranges", lunch, at: "2026-03-02T12:00:00Z", "outsideHours", next: "2026-03-02T13:00:00Z"),
        Case("in the evening", lunch, at: "2026-03-02T18:00:00Z", "outsideHours", next: "2026-03-03T08:00:00Z"),
        Case(
            "ranges that meet are one", #"{"times": ["08:00-12:00", "12:00-18:00"]}"#, at: "2026-03-02T09:00:00Z",
            "yes", next: "2026-03-02T18:00:00Z"),
        Case("before midnight", night, at: "2026-03-06T22:00:00Z", "yes", next: "2026-03-07T02:00:00Z"),
        Case("past midnight", night, at: "2026-03-07T01:59:59Z", "yes", next: "2026-03-07T02:00:00Z"),
        Case("and over", night, at: "2026-03-07T02:00:00Z", "outsideHours", next: "2026-03-13T22:00:00Z"),
        Case(
            "the night before is none", night, at: "2026-03-06T01:00:00Z", "outsideHours", next: "2026-03-06T22:00:00Z"),
        Case(
            "past midnight of Sunday is Monday", #"{"hours": {"sunday": ["23:00-01:00"]}}"#, at: "2026-03-02T00:30:00Z",
            "yes", next: "2026-03-02T01:00:00Z"),
        Case(
            "all day, every day", #"{"times": ["00:00-24:00"]}"#, at: "2026-03-02T23:59:59Z", "yes",
            next: "2026-09-18T00:00:00Z"),
        Case(
            "days and times together: the time past midnight belongs to the next day",
            #"{"all": [{"days": ["monday"]}, {"times": ["22:00-02:00"]}]}"#, at: "2026-03-03T01:00:00Z",
            "outsideHours", next: "2026-03-09T00:00:00Z"),
        Case(
            "closed hours", #"{"not": {"times": ["12:00-13:00"]}}"#, at: "2026-03-02T12:30:00Z", "closedHours",
            next: "2026-03-02T13:00:00Z"),
        Case(
            "a zone of the rule's own", #"{"times": ["09:00-17:00"], "timeZone": "America/New_York"}"#,
            "Europe/Paris", at: "2026-01-05T13:59:59Z", "outsideHours", next: "2026-01-05T14:00:00Z"),
        Case(
            "two zones in one rule",
            """
            {"any": [{"times": ["09:00-17:00"], "timeZone": "Asia/Tokyo"},
                {"times": ["09:00-17:00"], "timeZone": "Europe/London"}]}
            """, at: "2026-01-05T08:30:00Z", "outsideHours", next: "2026-01-05T09:00:00Z"),
        Case(
            "a zone of quarter hours", #"{"times": ["09:00-17:00"]}"#, "Asia/Kathmandu", at: "2026-01-05T03:14:59Z",
            "outsideHours", next: "2026-01-05T03:15:00Z"),
        Case(
            "a zone that the system has not", #"{"times": ["09:00-17:00"], "timeZone": "Mars/Olympus"}"#,
            "Europe/Paris", at: "2026-01-05T08:30:00Z", "outsideHours", next: "2026-01-05T09:00:00Z"),
    ]

    private static let holidays: [Case] = [
        Case("before a holiday", christmas, at: "2026-12-24T23:59:59Z", "yes", next: "2026-12-25T00:00:00Z"),
        Case("on it", christmas, at: "2026-12-25T00:00:00Z", "holiday", next: "2026-12-26T00:00:00Z"),
        Case("after it, for a year", christmas, at: "2026-12-26T00:00:00Z", "yes", next: "2027-12-25T00:00:00Z"),
        Case(
            "by the clock of the place", christmas, "America/Los_Angeles", at: "2026-12-25T07:59:59Z", "yes",
            next: "2026-12-25T08:00:00Z"),
        Case(
            "once", #"{"not": {"dates": [{"date": "2026-12-25"}]}}"#, at: "2026-12-26T00:00:00Z", "yes", next: nil),
        Case(
            "two in a row are one closed time, with two names",
            #"{"not": {"dates": [{"date": "2026-12-25", "label": "A"}, {"date": "2026-12-26", "label": "B"}]}}"#,
            at: "2026-12-25T12:00:00Z", "holiday", next: "2026-12-26T00:00:00Z"),
        Case(
            "only on some days", #"{"dates": [{"date": "2026-11-27"}]}"#, at: "2026-11-26T00:00:00Z", "outsideDates",
            next: "2026-11-27T00:00:00Z"),
        Case(
            "the leap day, each year", #"{"not": {"dates": [{"date": "2024-02-29", "yearly": true}]}}"#,
            at: "2027-02-28T12:00:00Z", "yes", next: "2028-02-29T00:00:00Z"),
        Case(
            "on the leap day", #"{"not": {"dates": [{"date": "2024-02-29", "yearly": true}]}}"#,
            at: "2028-02-29T12:00:00Z", "holiday", next: "2028-03-01T00:00:00Z"),
        Case(
            "the day after the 28th, where there is no leap day",
            #"{"not": {"dates": [{"date": "2024-02-29", "yearly": true}]}}"#, at: "2027-03-01T00:00:00Z", "yes",
            next: "2028-02-29T00:00:00Z"),
        Case(
            "hours that go past midnight into a holiday",
            #"{"all": [{"hours": {"thursday": ["20:00-02:00"]}}, \#(christmas)]}"#, at: "2026-12-24T23:00:00Z", "yes",
            next: "2026-12-25T00:00:00Z"),
        Case(
            "closed by the hours, then by the day, is told twice",
            #"{"all": [{"times": ["09:00-17:00"]}, \#(christmas)]}"#, at: "2026-12-25T08:00:00Z", "outsideHours",
            next: "2026-12-25T09:00:00Z"),
        Case(
            "open again the day after", #"{"all": [\#(christmas), {"times": ["09:00-17:00"]}]}"#,
            at: "2026-12-25T12:00:00Z", "holiday", next: "2026-12-26T00:00:00Z"),
    ]

    // New York: on 2026-03-08 at 02:00 (07:00 UTC) the clock goes to 03:00; on 2026-11-01 at 02:00 (06:00 UTC) back to
    // 01:00. Beirut: on 2026-03-29 at 00:00 (22:00 UTC the day before) it goes to 01:00.
    private static let changes: [Case] = [
        Case(
            "spring: an opening that is skipped is the moment after the gap", #"{"times": ["02:30-06:00"]}"#,
            "America/New_York", at: "2026-03-08T06:59:59Z", "outsideHours", next: "2026-03-08T07:00:00Z"),
        Case(
            "spring: a closing that is skipped is the moment of the gap", #"{"times": ["01:00-02:30"]}"#,
            "America/New_York", at: "2026-03-08T06:30:00Z", "yes", next: "2026-03-08T07:00:00Z"),
        Case(
            "spring: hours that are skipped as a whole come the next day", #"{"times": ["02:10-02:50"]}"#,
            "America/New_York", at: "2026-03-08T06:00:00Z", "outsideHours", next: "2026-03-09T06:10:00Z"),
        Case(
            "spring: over the gap", #"{"times": ["01:00-04:00"]}"#, "America/New_York", at: "2026-03-08T06:30:00Z",
            "yes", next: "2026-03-08T08:00:00Z"),
        Case(
            "spring: a day that begins at one o'clock", #"{"days": ["sunday"]}"#, "Asia/Beirut",
            at: "2026-03-28T21:59:59Z", "outsideHours", next: "2026-03-28T22:00:00Z"),
        Case(
            "spring: a holiday on a day that begins at one o'clock", #"{"not": {"dates": [{"date": "2026-03-29"}]}}"#,
            "Asia/Beirut", at: "2026-03-28T12:00:00Z", "yes", next: "2026-03-28T22:00:00Z"),
        Case(
            "autumn: the first time", #"{"times": ["01:15-01:45"]}"#, "America/New_York", at: "2026-11-01T05:15:00Z",
            "yes", next: "2026-11-01T05:45:00Z"),
        Case(
            "autumn: between", #"{"times": ["01:15-01:45"]}"#, "America/New_York", at: "2026-11-01T05:45:00Z",
            "outsideHours", next: "2026-11-01T06:15:00Z"),
        Case(
            "autumn: the second time", #"{"times": ["01:15-01:45"]}"#, "America/New_York", at: "2026-11-01T06:15:00Z",
            "yes", next: "2026-11-01T06:45:00Z"),
        Case(
            "autumn: put back into the hours", #"{"times": ["22:00-01:30"]}"#, "America/New_York",
            at: "2026-11-01T05:30:00Z", "outsideHours", next: "2026-11-01T06:00:00Z"),
        Case(
            "autumn: over the hour that comes twice", #"{"times": ["00:30-03:00"]}"#, "America/New_York",
            at: "2026-11-01T05:00:00Z", "yes", next: "2026-11-01T08:00:00Z"),
        Case(
            "a day is left out", #"{"days": ["friday"]}"#, "Pacific/Apia", at: "2011-12-30T06:00:00Z", "outsideHours",
            next: "2012-01-05T10:00:00Z"),
    ]

    @Test("What it says, and when next", arguments: days + holidays + changes)
    func says(example: Case) throws {
        let judge = AvailabilityJudge(try rule(example.rule), AvailabilityFacts(), zone: example.zone)
        let now = try moment(utc: example.now)
        let status = judge.status(at: now)
        #expect(status.words == example.says)
        #expect(try status.nextChangeAt == example.next.map(moment(utc:)))
        guard let next = status.nextChangeAt, example.what != "all day, every day" else { return }
        // Nothing changes before, and then something does.
        #expect(judge.status(at: next - .milliseconds(1)).words == example.says)
        #expect(judge.status(at: next).explanation != status.explanation)
    }

    @Test("Whatever the moment, what it says of the next change is so: a year of hours, in zones that change")
    func consistent() throws {
        let text = """
            {"any": [
                {"all": [{"hours": {"sunday": ["00:30-02:30", "22:00-01:30"], "wednesday": ["08:00-08:01"]}},
                    {"not": {"dates": [{"date": "2026-03-08"}, {"date": "2020-10-25", "yearly": true}]}}]},
                {"all": [{"days": ["saturday"]}, {"not": {"times": ["23:30-24:00"]}}]}
            ]}
            """
        for zone in ["America/New_York", "Europe/London", "Asia/Beirut", "Australia/Lord_Howe", "America/Havana"] {
            let judge = AvailabilityJudge(try rule(text), AvailabilityFacts(), zone: zone)
            let start = try moment(utc: "2026-02-20T00:00:00Z")
            for hour in stride(from: 0, to: 24 * 365, by: 31) {
                let now = start + .seconds(hour * 3600 + 1234)
                let status = judge.status(at: now)
                let next = try #require(status.nextChangeAt)
                #expect(judge.status(at: next).explanation != status.explanation, "\(zone) \(now.milliseconds)")
                let step = max((next - now) / 50, .milliseconds(1))
                for part in 1..<50 where now + step * part < next {
                    let between = judge.status(at: now + step * part)
                    #expect(between.explanation == status.explanation, "\(zone) \((now + step * part).milliseconds)")
                }
            }
        }
    }
}
