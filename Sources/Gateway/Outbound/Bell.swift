import GatewayModel
import Synchronization

/// Wakes a worker: at once, or at a time. Rings that come while it is awake are one ring.
public final class Bell: Sendable {
    private struct State {
        var listener: AsyncStream<Void>.Continuation?
        var alarm: Task<Void, Never>?
    }

    private let state = Mutex(State())

    public init() {}

    /// From now on it rings here, for the first time at once, until it is silenced or somebody else listens.
    public var rings: AsyncStream<Void> {
        let (rings, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        listener.yield()
        let previous = state.withLock { state in
            defer { state.listener = listener }
            return state.listener
        }
        previous?.finish()
        return rings
    }

    public func ring() {
        state.withLock { $0.listener }?.yield()
    }

    /// Sets the alarm, in place of an earlier one.
    func ring(at moment: Timestamp, by clock: any WallClock) {
        let task = Task { [weak self] in
            guard (try? await clock.sleep(until: moment)) != nil else { return }
            self?.ring()
        }
        state.withLock { state in
            state.alarm?.cancel()
            state.alarm = task
        }
    }

    /// As ``ring(at:by:)``, but looks again before long: what is due is written down, and moved where the clock is set
    /// or somebody else rings elsewhere.
    func ring(due moment: Timestamp?, by clock: any WallClock) {
        ring(at: min(moment ?? .distantFuture, clock.now + .seconds(5)), by: clock)
    }

    /// No more rings, until somebody listens again.
    func silence() {
        let listener = state.withLock { state in
            state.alarm?.cancel()
            defer { state.listener = nil }
            return state.listener
        }
        listener?.finish()
    }
}

/// Counts the calls that are under way.
final class UnderWay: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }
    func begin() { number.withLock { $0 += 1 } }
    func end() { number.withLock { $0 -= 1 } }
}
