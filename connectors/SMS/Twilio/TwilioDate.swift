import Foundation
import GatewayModel

/// Twilio: dates of its REST API are RFC 2822 in UTC, `Thu, 24 Aug 2023 05:01:45 +0000`.
enum TwilioDate {
    static func read(_ text: String) -> Timestamp? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return format.date(from: text).map { Timestamp(milliseconds: Int64($0.timeIntervalSince1970 * 1000)) }
    }

    /// A day in UTC as the filters of lists name it, `2023-08-24`.
    static func day(_ moment: Timestamp) -> String {
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
        return date.formatted(Date.ISO8601FormatStyle().year().month().day())
    }
}
