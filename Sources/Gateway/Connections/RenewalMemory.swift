import GatewayModel
import Synchronization

/// What a process knows of its attempts to renew. Nothing of it has to survive: a new process tries at once.
final class RenewalMemory: Sendable {
    private static let firstWait = Duration.seconds(15)
    private static let longestWait = Duration.seconds(300)
    /// However long a platform wants to be left alone.
    private static let longestPause = Duration.seconds(3600)

    private struct State {
        /// How often it failed in a row, and until when it is left alone.
        var waits: [ID<Connection>: (failures: Int, until: Timestamp)] = [:]
        /// When the call of the last success began.
        var successes: [ID<Connection>: Timestamp] = [:]
    }

    private let state = Mutex(State())

    /// - Parameter due: what the grant itself says.
    func dueAt(_ id: ID<Connection>, _ due: Timestamp, at now: Timestamp) -> Timestamp {
        guard let wait = state.withLock({ $0.waits[id] }) else { return due }
        // A clock that went back holds nothing up for longer than it would have been.
        return max(due, min(wait.until, now + Self.longestPause))
    }

    /// - Parameter pause: the platform's own word.
    func putOff(_ id: ID<Connection>, at now: Timestamp, by pause: Duration?) {
        state.withLock { state in
            let failures = (state.waits[id]?.failures ?? 0) + 1
            let wait = min(Self.firstWait * (1 << min(failures - 1, 10)), Self.longestWait)
            state.waits[id] = (failures, now + min(max(wait, pause ?? .zero), Self.longestPause))
        }
    }

    func renewed(_ id: ID<Connection>, at begun: Timestamp) {
        state.withLock { state in
            state.waits[id] = nil
            state.successes[id] = begun
        }
    }

    /// The successes since then; older ones are forgotten.
    func recent(since moment: Timestamp) -> [ID<Connection>: Timestamp] {
        state.withLock { state in
            state.successes = state.successes.filter { $0.value >= moment }
            return state.successes
        }
    }
}
