import GatewayModel
import Synchronization

/// Whose turn it is among the connections.
///
/// One with a long queue and a fast pace can use every call there may be at a time. The next round then begins behind
/// it, so that nobody starves.
final class Turns: Sendable {
    private let last = Mutex<ID<Connection>?>(nil)

    /// The connections, those behind the one that took the last of the room first.
    ///
    /// - Parameter connections: in the order of their ids.
    func inOrder(_ connections: [ID<Connection>]) -> [ID<Connection>] {
        guard let last = last.withLock({ $0 }) else { return connections }
        return connections.filter { $0 > last } + connections.filter { $0 <= last }
    }

    /// Notes who took the last of the room.
    func end(with connection: ID<Connection>) {
        last.withLock { $0 = connection }
    }
}
