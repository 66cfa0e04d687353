public import Foundation
private import Synchronization

/// The time a mock lives in: the real one, or one that stands still until a test moves it.
public final class MockClock: Sendable {
    private struct Sleeper {
        let until: Date
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct Standing {
        var now: Date
        var sleepers: [UInt64: Sleeper] = [:]
        var nextSleeper: UInt64 = 0
        var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []
    }

    /// `nil` for real time.
    private let standing: Mutex<Standing?>

    /// Real time.
    public init() {
        standing = Mutex(nil)
    }

    /// A time that stands still at `date`.
    public init(standingAt date: Date) {
        standing = Mutex(Standing(now: date))
    }

    public var now: Date {
        standing.withLock { $0?.now } ?? Date()
    }

    /// Moves a standing time forward and wakes everybody whose time has come. Real time cannot be moved.
    public func advance(by duration: Duration) {
        let due = standing.withLock { state -> [Sleeper] in
            guard state != nil else { preconditionFailure("real time cannot be moved") }
            let now = state!.now + duration.seconds
            state!.now = now
            let due = state!.sleepers.filter { $0.value.until <= now }
            for key in due.keys { state!.sleepers[key] = nil }
            return due.values.sorted { $0.until < $1.until }
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Sets a standing time to a later moment.
    public func set(to date: Date) {
        advance(by: .seconds(date.timeIntervalSince(now)))
    }

    /// Sleeps in this clock's time; throws when the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        guard duration > .zero else { return }
        guard
            let key = standing.withLock({ state -> UInt64? in
                state?.nextSleeper += 1
                return state?.nextSleeper
            })
        else { return try await Task.sleep(for: duration) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fall(asleep: $0, as: key, for: duration) }
        } onCancel: {
            standing.withLock { $0?.sleepers.removeValue(forKey: key) }?.wake.resume(throwing: CancellationError())
        }
    }

    /// Returns once at least `count` tasks sleep in a standing time, so that a test knows when to advance it.
    public func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let enough = standing.withLock { state -> Bool in
                guard let sleeping = state?.sleepers.count, sleeping < count else { return true }
                state?.watchers.append((count, continuation))
                return false
            }
            if enough { continuation.resume() }
        }
    }

    private func fall(
        asleep continuation: CheckedContinuation<Void, any Error>, as key: UInt64, for duration: Duration
    ) {
        let watchers = standing.withLock { state -> [CheckedContinuation<Void, Never>]? in
            // Cancelled before the continuation was there to be woken.
            guard !Task.isCancelled, var changed = state else { return nil }
            changed.sleepers[key] = Sleeper(until: changed.now + duration.seconds, wake: continuation)
            let sleeping = changed.sleepers.count
            let woken = changed.watchers.filter { $0.count <= sleeping }.map(\.wake)
            changed.watchers.removeAll { $0.count <= sleeping }
            state = changed
            return woken
        }
        guard let watchers else { return continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.resume() }
    }
}

extension Duration {
    /// As Foundation counts.
    public var seconds: TimeInterval {
        TimeInterval(components.seconds) + TimeInterval(components.attoseconds) * 1e-18
    }
}
