import GatewayModel
import Synchronization

/// Wakes a worker: at once, or at a time. Rings that come while it is awake are one ring.
public final class Bell: Sendable {
    public let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let alarm = Mutex<Task<Void, Never>?>(nil)

    public init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
    }

    public func ring() {
        continuation.yield()
    }

    /// Sets the alarm, in place of an earlier one.
    func ring(at moment: Timestamp, by clock: any WallClock) {
        let task = Task { [continuation] in
            guard (try? await clock.sleep(until: moment)) != nil else { return }
            continuation.yield()
        }
        alarm.withLock { previous in
            previous?.cancel()
            previous = task
        }
    }

    /// As ``ring(at:by:)``, but looks again before long: what is due is written down, and moved where the clock is set
    /// or somebody else rings elsewhere.
    func ring(due moment: Timestamp?, by clock: any WallClock) {
        ring(at: min(moment ?? .distantFuture, clock.now + .seconds(5)), by: clock)
    }

    /// No more rings.
    func silence() {
        alarm.withLock { $0?.cancel() }
        continuation.finish()
    }
}

/// Counts the calls that are under way.
final class UnderWay: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }
    func begin() { number.withLock { $0 += 1 } }
    func end() { number.withLock { $0 -= 1 } }
}
