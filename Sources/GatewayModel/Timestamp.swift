/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Later than every moment there is.
    public static let distantFuture = Timestamp(milliseconds: .max)

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Self, duration: Duration) -> Self {
        Timestamp(milliseconds: moment.milliseconds + duration.milliseconds)
    }

    public static func - (moment: Self, duration: Duration) -> Self {
        Timestamp(milliseconds: moment.milliseconds - duration.milliseconds)
    }

    public static func - (later: Self, earlier: Self) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// The time of day, as a parameter: tests turn it by hand.
public protocol WallClock: Sendable {
    /// The present moment. May go back when the machine's clock is set.
    var now: Timestamp { get }

    /// Returns at the moment, or soon after; throws when the task is cancelled.
    func sleep(until moment: Timestamp) async throws
}

extension WallClock {
    /// For as long as it is until the moment now: a clock that is set meanwhile wakes nobody.
    public func sleep(until moment: Timestamp) async throws {
        try await Task.sleep(for: max(moment - now, .zero))
    }
}
