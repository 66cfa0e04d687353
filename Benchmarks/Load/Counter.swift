import ConnectorKit
import Synchronization

/// Counts, from many tasks at once.
final class Counter: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    /// The number before this one, beginning with 0.
    func take() -> Int { take(1) }

    /// The first of so many numbers.
    func take(_ count: Int) -> Int {
        number.withLock { number in
            defer { number += count }
            return number
        }
    }
}

/// Counts the lines of a download, and keeps nothing of it.
final class LineCounter: DownloadSink {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let lines = bytes.count { $0 == UInt8(ascii: "\n") }
        number.withLock { $0 += lines }
        return true
    }
}
