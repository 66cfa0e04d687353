internal import Foundation

/// The date formats of Twilio's REST API, always in GMT.
enum TwilioDate {
    /// RFC 2822, as `Thu, 24 Aug 2023 05:01:45 +0000`.
    static func format(_ date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return weekdays[Int(parts.tm_wday)] + ", " + twoDigits(parts.tm_mday) + " " + months[Int(parts.tm_mon)]
            + " \(1900 + parts.tm_year) " + twoDigits(parts.tm_hour) + ":" + twoDigits(parts.tm_min) + ":"
            + twoDigits(parts.tm_sec) + " +0000"
    }

    /// The span of time that a filter names: a day for `YYYY-MM-DD`, a second for `YYYY-MM-DDThh:mm:ssZ`.
    static func span(_ text: String) -> Range<Date>? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int32($0) }
        guard numbers.count >= 3 else { return nil }
        var parts = tm()
        parts.tm_year = numbers[0] - 1900
        parts.tm_mon = numbers[1] - 1
        parts.tm_mday = numbers[2]
        let namesTime = numbers.count >= 6
        if namesTime {
            parts.tm_hour = numbers[3]
            parts.tm_min = numbers[4]
            parts.tm_sec = numbers[5]
        }
        let start = Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
        return start..<start + (namesTime ? 1 : 86_400)
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int32) -> String {
        (number < 10 ? "0" : "") + String(number)
    }
}
