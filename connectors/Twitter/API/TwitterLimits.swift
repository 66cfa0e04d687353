import ConnectorKit
import GatewayModel
import HTTPTypes

/// What X says of its limits beside an answer.
///
/// X, rate limits: windows of a quarter of an hour and, for some calls, of a day for the user and for the app. Times are
/// in seconds; there is no `Retry-After`.
struct TwitterLimits: Hashable {
    /// One of X's counters.
    struct Counter: Hashable {
        let limit: Int64?
        let remaining: Int64
        /// When it is full again.
        let reset: Timestamp
    }

    let window: Counter?
    let userDay: Counter?
    let appDay: Counter?

    init(_ headers: HTTPFields) {
        window = Self.counter("x-rate-limit", in: headers)
        userDay = Self.counter("x-user-limit-24hour", in: headers)
        appDay = Self.counter("x-app-limit-24hour", in: headers)
    }

    /// For how long nothing more may leave: until the last of those that are used up is full again.
    func pause(at now: Timestamp) -> Duration? {
        [window, userDay, appDay].compactMap(\.self)
            .filter { $0.remaining <= 0 && $0.reset > now }
            .map { min($0.reset - now, Self.longest) }
            .max()
    }

    /// X's longest window is a day; what is said beyond it, and beyond what clocks differ by, is an error.
    static let longest = Duration.seconds(25 * 3600)

    private static func counter(_ name: String, in headers: HTTPFields) -> Counter? {
        let number = { (part: String) in
            HTTPField.Name("\(name)-\(part)").flatMap { headers[$0] }.flatMap { Int64($0) }
        }
        guard let remaining = number("remaining"), let reset = number("reset"), reset >= 0 else { return nil }
        return Counter(
            limit: number("limit"), remaining: remaining,
            reset: Timestamp(milliseconds: min(reset, latestSecond) * 1000))
    }

    /// The year 2100.
    private static let latestSecond: Int64 = 4_102_444_800
}
