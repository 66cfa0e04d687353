import ConnectorKit
import Synchronization

/// Counts the server-sent events of a stream, and keeps nothing of it.
final class EventCounter: DownloadSink {
    private struct State {
        var count = 0
        var isAtLineStart = true
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    /// An event has one line with its id, the only one that begins with an i.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            for byte in bytes {
                if state.isAtLineStart && byte == UInt8(ascii: "i") { state.count += 1 }
                state.isAtLineStart = byte == UInt8(ascii: "\n")
            }
        }
        return true
    }
}
