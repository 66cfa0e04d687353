import Foundation
import GatewayModel

/// When a delivery that failed is tried again, and when a subscriber is given up.
enum DeliverySchedule {
    static let firstWait = Duration.seconds(5)
    /// A subscriber that is back has everything within this time.
    static let longestWait = Duration.seconds(3600)
    /// A subscriber that has failed for longer is disabled.
    static let patience = Duration.seconds(3 * 24 * 3600)
    private static let longestRetryAfter: Int64 = 24 * 3600

    /// Three quarters of the doubled wait for certain, the rest by chance (from 0 to 1).
    static func wait(afterTries tries: Int, retryAfter: String?, chance: Double) -> Duration {
        let doubled = Double(firstWait.milliseconds) * Double(1 << min(tries - 1, 20))
        let most = min(doubled, Double(longestWait.milliseconds))
        let wait = Duration.milliseconds(Int64(most * (0.75 + 0.25 * chance)))
        guard let retryAfter, let seconds = Int64(retryAfter.trimmingCharacters(in: .whitespaces)), seconds > 0
        else { return wait }
        return max(wait, .seconds(min(seconds, longestRetryAfter)))
    }
}
