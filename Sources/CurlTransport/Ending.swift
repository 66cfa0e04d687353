/// Something that happens once, and that anybody may wait for.
final class Ending: @unchecked Sendable {
    private let lock = PthreadLock()
    private var isReached = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        await withCheckedContinuation { continuation in
            let isReached = lock.withLock {
                if !self.isReached { waiting.append(continuation) }
                return self.isReached
            }
            if isReached { continuation.resume() }
        }
    }

    func reach() {
        let woken = lock.withLock {
            isReached = true
            defer { waiting = [] }
            return waiting
        }
        for continuation in woken { continuation.resume() }
    }
}
