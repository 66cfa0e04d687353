import Foundation
import Gateway
import Synchronization

/// Rings when another node has appended events.
///
/// A notification only says that there is something; readers go by their cursor. So one that is lost costs time and
/// nothing else, and not much: the bell rings after each new connection, and every few seconds by itself.
final class PostgresListener: Sendable {
    private let address: PostgresAddress
    private let node: Int
    private let use: DatabaseUse
    private let signal: EventSignal
    private let longestSilence: Duration
    /// Has an end when there is nothing to listen for any more.
    private let stopped = Pipe()
    private let isStopped = Atomic(false)

    init(_ address: PostgresAddress, node: Int, use: DatabaseUse, signal: EventSignal, longestSilence: Duration) {
        self.address = address
        self.node = node
        self.use = use
        self.signal = signal
        self.longestSilence = longestSilence
    }

    /// - Parameter session: holds the node's number, and what the database is used for.
    func start(on session: PostgresSession) throws {
        try listen(on: session)
        let thread = Thread { [self] in run(session) }
        thread.name = "events"
        thread.start()
    }

    func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        try? stopped.fileHandleForWriting.close()
    }

    private func run(_ first: PostgresSession) {
        var session: PostgresSession? = first
        var pause: Int32 = 100
        let silence = Int32(clamping: longestSilence.components.seconds * 1000)
        while true {
            if wait(for: session?.socket ?? -1, atMost: session == nil ? pause : silence) { return }
            do {
                if let open = session {
                    _ = try open.notifications()
                } else {
                    let opened = try PostgresSession(address)
                    try listen(on: opened)
                    _ = try PostgresNode.hold(node, on: opened)
                    _ = try PostgresNode.enter(use, on: opened)
                    session = opened
                    pause = 100
                }
                signal.ring()
            } catch {
                session = nil
                pause = min(pause * 2, 5000)
            }
        }
    }

    private func listen(on session: PostgresSession) throws {
        try session.command("LISTEN \(PostgresEvents.channel)")
    }

    /// - Returns: whether it is time to stop.
    private func wait(for socket: Int32, atMost milliseconds: Int32) -> Bool {
        var ends = [
            pollfd(fd: stopped.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        poll(&ends, 2, milliseconds)
        return ends[0].revents != 0
    }
}
