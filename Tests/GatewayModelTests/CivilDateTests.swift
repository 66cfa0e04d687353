import GatewayModel
import Testing

@Suite("Days of the calendar")
struct CivilDateTests {
    @Test(
        "Counted from 1970-01-01",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
            ("2026-12-25", 20_812), ("2100-02-28", 47_540), ("2100-03-01", 47_541), ("0001-01-01", -719_162),
        ])
    func counts(text: String, count: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == count)
        #expect(CivilDate(daysSince1970: count) == date)
        #expect(date.description == text)
    }

    @Test("Each day of eight hundred years follows the one before, and reads as itself")
    func consecutive() {
        var last = CivilDate(daysSince1970: -150_001)
        for count in -150_000...150_000 {
            let date = CivilDate(daysSince1970: count)
            let isNext =
                date.day == last.day + 1 && date.month == last.month && date.year == last.year
                || date.day == 1 && (date.month == last.month + 1 || date.month == 1 && date.year == last.year + 1)
            guard isNext, date.daysSince1970 == count, CivilDate(date.description) == date else {
                Issue.record("\(date) after \(last)")
                return
            }
            last = date
        }
    }

    @Test(
        "What is no day is none",
        arguments: [
            "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01",
            "2026-1-1",
            "26-01-01", "2026-01-01T00:00", "2026/01/01", "+026-01-01", "2026-01-0x", "", "--",
        ])
    func refuses(text: String) { #expect(CivilDate(text) == nil) }

    struct Case: Sendable, CustomTestStringConvertible {
        let date: String
        let isYearly: Bool
        let from: String
        let next: String?

        init(_ date: String, yearly: Bool = false, from: String, next: String?) {
            (self.date, isYearly, self.from, self.next) = (date, yearly, from, next)
        }

        var testDescription: String { "\(date)\(isYearly ? ", yearly," : "") from \(from)" }
    }

    @Test(
        "When a day comes next",
        arguments: [
            Case("2026-12-25", from: "2026-01-01", next: "2026-12-25"),
            Case("2026-12-25", from: "2026-12-25", next: "2026-12-25"),
            Case("2026-12-25", from: "2026-12-26", next: nil),
            Case("2026-12-25", yearly: true, from: "2026-12-26", next: "2027-12-25"),
            Case("2026-12-25", yearly: true, from: "2020-05-01", next: "2020-12-25"),
            Case("2024-02-29", yearly: true, from: "2024-03-01", next: "2028-02-29"),
            Case("2024-02-29", yearly: true, from: "2096-03-01", next: "2104-02-29"),
            Case("2024-02-29", from: "2024-03-01", next: nil),
        ])
    func next(example: Case) throws {
        let date = NamedDate(try #require(CivilDate(example.date)), isYearly: example.isYearly)
        let from = try #require(CivilDate(example.from)).daysSince1970
        let next = date.next(from: from)
        #expect(next.map { CivilDate(daysSince1970: $0).description } == example.next)
        if let next { #expect(date.falls(on: next)) }
        for day in from..<(next ?? from + 400) { #expect(!date.falls(on: day)) }
    }
}
