public import GatewayModel
import Synchronization

/// A clock that stands still until somebody turns it.
public final class ManualClock: WallClock {
    private let moment: Mutex<Timestamp>

    /// - Parameter start: 2026-01-01T00:00:00Z unless told otherwise.
    public init(_ start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) {
        moment = Mutex(start)
    }

    public var now: Timestamp { moment.withLock { $0 } }

    /// Goes on, or back where the duration is negative.
    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    public func set(to time: Timestamp) {
        moment.withLock { $0 = time }
    }
}
