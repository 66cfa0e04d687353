import Foundation
import GatewayModel

/// Twilio: dates of its REST API are RFC 2822 in UTC, `Thu, 24 Aug 2023 05:01:45 +0000`.
enum TwilioDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Strict, and not by Foundation's `DateFormatter`: on Linux some texts that are no dates end the program in it.
    static func read(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, let month = months.firstIndex(where: { $0 == words[2] }),
            words[0].wholeMatch(of: /[A-Z][a-z]{2},/) != nil, words[1].wholeMatch(of: /[0-9]{2}/) != nil,
            words[3].wholeMatch(of: /[0-9]{4}/) != nil,
            words[4].wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]/) != nil,
            words[5].wholeMatch(of: /[+-][0-9]{4}/) != nil
        else { return nil }
        let zone = "\(words[5].prefix(3)):\(words[5].suffix(2))"
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        let date = try? Date.ISO8601FormatStyle().parse("\(words[3])-\(number)-\(words[1])T\(words[4])\(zone)")
        return date.map { Timestamp(milliseconds: Int64($0.timeIntervalSince1970 * 1000)) }
    }

    /// A day in UTC as the filters of lists name it, `2023-08-24`.
    static func day(_ moment: Timestamp) -> String {
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
        return date.formatted(Date.ISO8601FormatStyle().year().month().day())
    }
}
