import Foundation
import GatewayModel
import Testing

@testable import Gateway

/// A rule as people write it.
func rule(_ json: String) throws -> AvailabilityRule {
    try JSONDecoder().decode(AvailabilityRule.self, from: Data(json.utf8))
}

/// `2026-03-02T07:59:59.999Z`, the fraction may be left out.
func moment(utc text: String) throws -> Timestamp {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    return Timestamp(milliseconds: Int64((try style.parse(text).timeIntervalSince1970 * 1000).rounded()))
}

/// What somebody would be told, on one line: `yes`, or the reason.
extension AvailabilityStatus {
    var words: String { isAvailable ? "yes" : reason ?? "no reason" }
}
