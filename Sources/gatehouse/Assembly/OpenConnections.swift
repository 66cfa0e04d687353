import HummingbirdCore
import Synchronization

/// How many connections each listener has, so that no more are taken than it may have, and somebody can see it.
final class OpenConnections: Sendable {
    enum Listener: String, Sendable, CaseIterable {
        case `public`
        case `private`
        /// Both on one address.
        case shared
    }

    private let counts = Mutex<[Listener: Int]>([:])

    var gauge: [(labels: [String], value: Double)] {
        counts.withLock { $0.map { (labels: [$0.key.rawValue], value: Double($0.value)) } }
    }

    func delegate(of listener: Listener, atMost limit: Int) -> some AvailableConnectionsDelegate {
        counts.withLock { $0[listener] = 0 }
        return Delegate(counter: self, listener: listener, limit: limit)
    }

    private struct Delegate: AvailableConnectionsDelegate {
        let counter: OpenConnections
        let listener: Listener
        let limit: Int

        func connectionOpened() { counter.counts.withLock { $0[listener, default: 0] += 1 } }
        func connectionClosed() { counter.counts.withLock { $0[listener, default: 0] -= 1 } }
        func isAcceptingNewConnections() -> Bool { counter.counts.withLock { $0[listener, default: 0] } < limit }
    }
}
