import CCurl

/// What callers leave for the thread of the ``TransferLoop``: the one place where both meet.
final class Inbox: @unchecked Sendable {
    enum Command {
        case begin(Exchange)
        case cancel(Exchange)
    }

    private let lock = PthreadLock()
    private let multi: UnsafeMutableRawPointer
    private var commands: [Command] = []
    private var isOpen = true

    /// - Parameter multi: what to wake; it must live until ``close()`` has been called.
    init(waking multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    /// `false` where the inbox is closed.
    func post(_ command: Command) -> Bool {
        lock.withLock {
            guard isOpen else { return false }
            commands.append(command)
            // Only the first one wakes: the thread takes all that it finds.
            if commands.count == 1 { curl_multi_wakeup(multi) }
            return true
        }
    }

    /// All commands since the last time, and whether there may be more.
    func take() -> (commands: [Command], isOpen: Bool) {
        lock.withLock {
            defer { commands = [] }
            return (commands, isOpen)
        }
    }

    /// `false` where it was closed already.
    func close() -> Bool {
        lock.withLock {
            guard isOpen else { return false }
            isOpen = false
            curl_multi_wakeup(multi)
            return true
        }
    }
}
