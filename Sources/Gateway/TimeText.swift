import Foundation
public import GatewayModel

/// Times in RFC 3339, in UTC, with milliseconds.
public enum TimeText {
    private static let seconds = Date.ISO8601FormatStyle()
    private static let fractions = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// The fraction is written by its digits: as a part of a second it would come out a millisecond short at times.
    public static func of(_ moment: Timestamp) -> String {
        let (whole, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        let (second, fraction) = rest < 0 ? (whole - 1, rest + 1000) : (whole, rest)
        let text = Date(timeIntervalSince1970: Double(second)).formatted(seconds)
        return "\(text.dropLast()).\(String(1000 + fraction).dropFirst())Z"
    }

    public static func of(_ moment: Timestamp?) -> String? {
        moment.map(of)
    }

    /// With or without a fraction; `nil` for anything else.
    public static func read(_ text: String) -> Timestamp? {
        let date = (try? fractions.parse(text)) ?? (try? seconds.parse(text))
        return date.map { Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded())) }
    }
}
