private import Synchronization

/// Tasks that go on after the request that began them, and end with the mock.
public final class BackgroundTasks: Sendable {
    private struct State {
        var tasks: [UInt64: Task<Void, Never>] = [:]
        /// Those that ended before they could be kept.
        var ended: Set<UInt64> = []
        var next: UInt64 = 0
        var closed = false
    }

    private let state = Mutex(State())

    public init() {}

    /// - Returns: `nil` when the mock has ended.
    @discardableResult
    public func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never>? {
        let key = state.withLock { state -> UInt64? in
            state.next += 1
            return state.closed ? nil : state.next
        }
        guard let key else { return nil }
        let task = Task {
            await work()
            end(key)
        }
        state.withLock { state in
            if state.ended.remove(key) == nil { state.tasks[key] = task }
        }
        return task
    }

    public func cancelAll() {
        let tasks = state.withLock { state in
            state.closed = true
            defer { state.tasks = [:] }
            return state.tasks
        }
        for task in tasks.values { task.cancel() }
    }

    private func end(_ key: UInt64) {
        state.withLock { state in
            if state.tasks.removeValue(forKey: key) == nil { state.ended.insert(key) }
        }
    }
}
