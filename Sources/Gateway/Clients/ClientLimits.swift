import ConnectorKit
import GatewayModel
import Synchronization

/// Counts what clients ask for, by name and minute, on this node: a page in a loop must not hold up the others.
final class ClientLimits: Sendable {
    private static let window = Duration.seconds(60)
    /// Beyond these, further names are not limited: better than to forget those that are.
    private static let mostNames = 200_000

    private struct State {
        var counts: [String: (since: Timestamp, count: Int)] = [:]
        var sweptAt = Timestamp(milliseconds: 0)
    }

    private let clock: any WallClock
    private let state = Mutex(State())

    init(clock: any WallClock) {
        self.clock = clock
    }

    func count(_ name: String, most: Int) throws(ClientRefusal) {
        let now = clock.now
        let left: Duration? = state.withLock { state in
            if state.counts.count >= Self.mostNames, now - state.sweptAt >= .seconds(1) {
                state.sweptAt = now
                state.counts = state.counts.filter { now - $0.value.since < Self.window }
            }
            guard state.counts[name] != nil || state.counts.count < Self.mostNames else { return nil }
            var own = state.counts[name] ?? (since: now, count: 0)
            // A clock that was set back begins a new minute, too.
            if now - own.since >= Self.window || now < own.since { own = (since: now, count: 0) }
            own.count += 1
            state.counts[name] = own
            return own.count > most ? Self.window - (now - own.since) : nil
        }
        guard let left else { return }
        throw ClientRefusal(
            .tooMany(retryAfter: max(1, Int(left.components.seconds))), "too-many-requests",
            "That is too much at once; try again in a moment.")
    }
}
