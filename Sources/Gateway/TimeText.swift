import Foundation
public import GatewayModel

/// Times in RFC 3339, in UTC, with milliseconds.
public enum TimeText {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    public static func of(_ moment: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(style)
    }

    public static func of(_ moment: Timestamp?) -> String? {
        moment.map(of)
    }

    /// With or without a fraction; `nil` for anything else.
    public static func read(_ text: String) -> Timestamp? {
        let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
        return date.map { Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded())) }
    }
}
