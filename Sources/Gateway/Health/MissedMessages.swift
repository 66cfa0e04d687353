import ConnectorKit
import GatewayModel

/// Writes down from when on connections may lack messages, where their platforms can be asked (``CatchesUp``).
struct MissedMessages: Sendable {
    /// Asked for beyond what was certainly missed: clocks differ, and lists lag.
    static let overlap = Duration.seconds(5 * 60)
    /// Older than this nobody waits for an answer.
    static let longest = Duration.seconds(7 * 24 * 3600)

    let surroundings: Surroundings

    func note(since moment: Timestamp, in transaction: any StoreTransaction) throws {
        let since = max(moment - Self.overlap, surroundings.clock.now - Self.longest)
        for app in try transaction.apps() where surroundings.connectors[app.platform] is any CatchesUp {
            for connection in try transaction.connections(of: app.id) {
                try transaction.noteMissed(since: since, on: connection.id)
            }
        }
    }
}
