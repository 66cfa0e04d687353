import Dispatch
import Synchronization

/// A few workers, each on a thread of its own, and the jobs that wait for one of them: no waiting for a database ever
/// holds up a thread that others need, and no job changes threads on its way.
///
/// There is no waiting window: what comes is taken at once where a worker is free, and otherwise together with whatever
/// else came meanwhile.
final class WorkerPool: Sendable {
    /// Does some jobs, on its worker's thread.
    typealias Worker = @Sendable ([any Job]) -> Void

    private struct State {
        var waiting: [any Job] = []
        /// The workers that have nothing to do, the last used last.
        var free: [Int]
    }

    private let workers: [Worker]
    private let threads: [DispatchQueue]
    private let mostAtOnce: Int
    private let state: Mutex<State>

    /// - Parameter mostAtOnce: how much of what waits one worker takes at a time.
    init(_ workers: [Worker], label: String, mostAtOnce: Int) {
        self.workers = workers
        self.mostAtOnce = mostAtOnce
        threads = workers.indices.map { DispatchQueue(label: "\(label) \($0)") }
        state = Mutex(State(free: Array(workers.indices.reversed())))
    }

    func add(_ job: any Job) {
        let number = state.withLock { state in
            state.waiting.append(job)
            return state.free.popLast()
        }
        guard let number else { return }
        threads[number].async { [self] in
            while let jobs = next(for: number) { workers[number](jobs) }
        }
    }

    private func next(for number: Int) -> [any Job]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free.append(number)
                return nil
            }
            let jobs = Array(state.waiting.prefix(mostAtOnce))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
    }

    /// Waits for what is under way.
    func close() {
        for thread in threads { thread.sync {} }
    }
}
