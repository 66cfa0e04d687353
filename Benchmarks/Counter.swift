import Synchronization

/// Counts, from many tasks at once.
final class Counter: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    /// The number before this one, beginning with 0.
    func take() -> Int {
        number.withLock { number in
            defer { number += 1 }
            return number
        }
    }
}
