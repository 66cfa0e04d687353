import GatewayModel
import Synchronization

/// Makes whoever guesses wait, longer after each failure, and for no longer than a quarter of an hour: an account can
/// be guessed at a hundred times a day, and nobody can be locked out of it for good.
final class LogInBackOff: Sendable {
    /// What failures are counted for.
    enum Bucket: Hashable, Sendable {
        /// An account, for everybody without a mark. With the password goes the memory of those who guessed at it.
        case account(ID<User>, passwordSetAt: Timestamp?)
        /// A browser that somebody has logged in with before.
        case device(String)
        /// A person who has logged in, asked for the password once more.
        case session(ID<Session>)
        /// An e-mail address that is nobody's: it is treated alike, or it could be told apart.
        case stranger(String)
    }

    static let freeFailures = 5
    static let longestWait = Duration.seconds(15 * 60)
    /// After so long without a failure all is forgotten.
    private static let memory = Duration.seconds(24 * 3600)
    /// Beyond these, further strangers are not made to wait: better than to forget those that are.
    private static let mostStrangers = 10_000

    private struct Entry {
        var failures: Int
        var lastAt: Timestamp
    }

    private struct State {
        var entries: [Bucket: Entry] = [:]
        var sweptAt = Timestamp(milliseconds: 0)
    }

    private let clock: any WallClock
    private let state = Mutex(State())

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// How long the next try has to wait after so many failures: not at all, then 2, 4, 8 … seconds.
    static func wait(after failures: Int) -> Duration {
        guard failures >= freeFailures else { return .zero }
        return min(.seconds(1 << min(failures - freeFailures + 1, 20)), longestWait)
    }

    /// A try that is under way.
    struct Try: Sendable {
        let bucket: Bucket
        fileprivate let at: Timestamp
        /// When the failure before it was.
        fileprivate let previousAt: Timestamp
    }

    /// Counts a failure in advance, so that many tries at once are many. Whoever does not fail takes it back.
    ///
    /// - Throws: ``Refusal`` while there is a wait, and nothing is counted.
    func begin(_ bucket: Bucket) throws -> Try {
        let now = clock.now
        let (left, previousAt): (Duration, Timestamp) = state.withLock { state in
            if state.entries[bucket] == nil, case .stranger = bucket, !Self.hasRoom(&state, at: now) {
                return (.zero, now)
            }
            var entry = state.entries[bucket] ?? Entry(failures: 0, lastAt: now)
            if now - entry.lastAt >= Self.memory { entry.failures = 0 }
            // A clock that was set back must not make anybody wait for longer.
            let since = max(now - entry.lastAt, .zero)
            let left = Self.wait(after: entry.failures) - since
            guard left <= .zero else { return (left, now) }
            state.entries[bucket] = Entry(failures: entry.failures + 1, lastAt: now)
            return (.zero, entry.lastAt)
        }
        guard left > .zero else { return Try(bucket: bucket, at: now, previousAt: previousAt) }
        throw Refusal(
            .tooMany(retryAfter: Int((left.milliseconds + 999) / 1000)), "too-many-failures",
            "Too many log-ins to this account have failed; try again later, or from a browser that you have used before."
        )
    }

    /// It was no failure, and no success.
    func takeBack(_ attempt: Try) {
        state.withLock { state in
            guard var entry = state.entries[attempt.bucket] else { return }
            entry.failures -= 1
            if entry.lastAt == attempt.at { entry.lastAt = attempt.previousAt }
            state.entries[attempt.bucket] = entry.failures > 0 ? entry : nil
        }
    }

    /// It was a success: what was before is forgotten.
    ///
    /// - Returns: how many failures there were.
    @discardableResult
    func succeeded(_ bucket: Bucket) -> Int {
        state.withLock { ($0.entries.removeValue(forKey: bucket)?.failures ?? 1) - 1 }
    }

    func failures(_ bucket: Bucket) -> Int {
        state.withLock { $0.entries[bucket]?.failures ?? 0 }
    }

    /// Looks for room at most once a second: a flood must not cost more than what it floods.
    private static func hasRoom(_ state: inout State, at now: Timestamp) -> Bool {
        if state.entries.count < mostStrangers { return true }
        guard now - state.sweptAt >= .seconds(1) else { return false }
        state.sweptAt = now
        state.entries = state.entries.filter { now - $0.value.lastAt < memory }
        return state.entries.count < mostStrangers
    }
}
