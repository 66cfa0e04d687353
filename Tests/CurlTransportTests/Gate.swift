import Dispatch

/// Holds the threads of a server until the test lets them through.
struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() {
        semaphore.wait()
        semaphore.signal()
    }

    /// For everybody, now and later.
    func open() {
        semaphore.signal()
    }
}
