import Gateway
import GatewayModel
import Synchronization

/// The machine's clock, for tests, ahead of it or behind by as much as somebody has turned it.
final class TurnableClock: WallClock {
    private static let interval = Duration.milliseconds(20)

    private let machine = SystemClock()
    private let offset: Mutex<Duration>

    init(ahead: Duration) { offset = Mutex(ahead) }

    var now: Timestamp { machine.now + offset.withLock { $0 } }

    func turn(by duration: Duration) { offset.withLock { $0 += duration } }

    /// Whoever sleeps wakes soon after the clock was turned forward: it is looked at again and again. Turned back it
    /// holds nobody up, as the machine's own does not.
    func sleep(until moment: Timestamp) async throws {
        let latest = ContinuousClock.now + (moment - now)
        while true {
            let pause = min(moment - now, latest - ContinuousClock.now)
            guard pause > .zero else { return }
            try await Task.sleep(for: min(pause, Self.interval))
        }
    }
}
