/// A day of the calendar, wherever it is: `2026-12-25`.
public struct CivilDate: Sendable, Hashable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// `nil` for one that does not come, such as the 29th of February of most years.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that is so many days after 1970-01-01.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Years begin in March there, so that the
    /// leap day is the last.
    public init(daysSince1970 count: Int) {
        let shifted = count + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Counted from 1970-01-01.
    public var daysSince1970: Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate: LosslessStringConvertible {
    /// Four digits, two and two, with hyphens between.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    public var description: String {
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(count - text.count, 0)) + text
        }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    }
}

/// A day on a list of days, such as a holiday.
public struct NamedDate: Sendable, Hashable {
    public let date: CivilDate
    public let label: String?
    /// Whether it comes again each year, and did before. The 29th of February comes in leap years only.
    public let isYearly: Bool

    public init(_ date: CivilDate, label: String? = nil, isYearly: Bool = false) {
        self.date = date
        self.label = label
        self.isYearly = isYearly
    }

    /// Whether it is this day, counted from 1970-01-01.
    public func falls(on day: Int) -> Bool {
        guard isYearly else { return date.daysSince1970 == day }
        let other = CivilDate(daysSince1970: day)
        return (other.month, other.day) == (date.month, date.day)
    }

    /// The first day from one on that it falls on; `nil` where it is over.
    public func next(from day: Int) -> Int? {
        guard isYearly else { return date.daysSince1970 >= day ? date.daysSince1970 : nil }
        let year = CivilDate(daysSince1970: day).year
        // There are at most eight years between two leap days: 2096 and 2104.
        return (year...year + 8).lazy
            .compactMap { CivilDate(year: $0, month: date.month, day: date.day)?.daysSince1970 }
            .first { $0 >= day }
    }
}
