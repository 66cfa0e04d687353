import Dispatch
import Synchronization

/// A few connections, each on a thread of its own, and what waits for one of them: no waiting for an answer ever holds
/// up a thread that others need.
///
/// There is no waiting window: what comes is taken at once where a connection is free, and otherwise together with
/// whatever else came meanwhile.
final class PostgresPool<Task: Sendable>: Sendable {
    private struct State {
        var waiting: [Task] = []
        /// The connections that have nothing to do, the last used last.
        var free: [Int]
    }

    private let lines: [PostgresLine]
    private let threads: [DispatchQueue]
    private let mostAtOnce: Int
    private let run: @Sendable ([Task], PostgresLine) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - mostAtOnce: how much of what waits one connection takes at a time.
    ///   - run: does it, on that connection's thread.
    init(
        _ address: PostgresAddress, count: Int, label: String, mostAtOnce: Int,
        run: @escaping @Sendable ([Task], PostgresLine) -> Void
    ) {
        lines = (0..<count).map { _ in PostgresLine(address) }
        threads = (0..<count).map { DispatchQueue(label: "\(label) \($0)") }
        self.mostAtOnce = mostAtOnce
        self.run = run
        state = Mutex(State(free: Array((0..<count).reversed())))
    }

    func add(_ task: Task) {
        let number = state.withLock { state in
            state.waiting.append(task)
            return state.free.popLast()
        }
        guard let number else { return }
        threads[number].async { [self] in
            while let tasks = next(for: number) { run(tasks, lines[number]) }
        }
    }

    private func next(for number: Int) -> [Task]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free.append(number)
                return nil
            }
            let tasks = Array(state.waiting.prefix(mostAtOnce))
            state.waiting.removeFirst(tasks.count)
            return tasks
        }
    }

    /// Waits for what is under way and gives the connections back.
    func close() {
        for (thread, line) in zip(threads, lines) { thread.sync { line.hangUp() } }
    }
}
