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

    /// Whoever sleeps wakes soon after the clock was turned: it is looked at again and again.
    func sleep(until moment: Timestamp) async throws {
        while true {
            let pause = moment - now
            guard pause > .zero else { return }
            try await Task.sleep(for: min(pause, Self.interval))
        }
    }
}
