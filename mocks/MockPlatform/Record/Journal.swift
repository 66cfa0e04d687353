private import Synchronization

/// What happened, in order, and a way to wait for what is still to happen.
///
/// A journal keeps its last entries only, so that a mock can run for days.
public final class Journal<Entry: Sendable>: Sendable {
    public struct TimedOut: Error, CustomStringConvertible {
        public let expected: Int
        public let found: Int

        public var description: String { "waited for \(expected) entries, found \(found)" }
    }

    private struct Waiter {
        let count: Int
        let matches: @Sendable (Entry) -> Bool
        var found: [Entry]
        let wake: CheckedContinuation<[Entry], any Error>
    }

    private struct State {
        var entries: [Entry] = []
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    public init(capacity: Int = 100_000) {
        self.capacity = capacity
    }

    public var entries: [Entry] {
        state.withLock { $0.entries }
    }

    public func last(_ count: Int) -> [Entry] {
        state.withLock { Array($0.entries.suffix(count)) }
    }

    public func append(_ entry: Entry) {
        let satisfied = state.withLock { state -> [Waiter] in
            state.entries.append(entry)
            // Dropping half at once keeps the cost of dropping constant per entry.
            if state.entries.count > capacity { state.entries.removeFirst(capacity / 2) }
            var satisfied: [Waiter] = []
            for (key, waiter) in state.waiters where waiter.matches(entry) {
                state.waiters[key]!.found.append(entry)
                guard state.waiters[key]!.found.count >= waiter.count else { continue }
                satisfied.append(state.waiters.removeValue(forKey: key)!)
            }
            return satisfied
        }
        for waiter in satisfied { waiter.wake.resume(returning: waiter.found) }
    }

    public func clear() {
        state.withLock { $0.entries = [] }
    }

    /// Waits until `count` entries match, those included that came before.
    public func wait(
        for count: Int = 1, within timeout: Duration = .seconds(60),
        where matches: @escaping @Sendable (Entry) -> Bool = { _ in true }
    ) async throws -> [Entry] {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let deadline = Task { [weak self] in
            try await Task.sleep(for: timeout)
            self?.giveUp(key)
        }
        defer { deadline.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            let found = state.withLock { state -> [Entry]? in
                let found = state.entries.filter(matches)
                if found.count >= count { return found }
                state.waiters[key] = Waiter(count: count, matches: matches, found: found, wake: continuation)
                return nil
            }
            if let found { continuation.resume(returning: found) }
        }
    }

    private func giveUp(_ key: UInt64) {
        guard let waiter = state.withLock({ $0.waiters.removeValue(forKey: key) }) else { return }
        waiter.wake.resume(throwing: TimedOut(expected: waiter.count, found: waiter.found.count))
    }
}
