import GatewayModel
import Synchronization

/// Since when webhooks are refused because the store fails. Not every platform calls again: it has to be asked for what
/// they brought (``CatchUp``).
///
/// Kept in memory: a process that dies is asked about since it was last alive, which is before the store failed.
final class RefusedWebhooks: Sendable {
    /// A platform's list may lag behind its calls by this.
    static let lag = Duration.seconds(10)

    private let refused = Mutex<(first: Timestamp, last: Timestamp)?>(nil)

    /// - Returns: whether it is the first.
    func note(at now: Timestamp) -> Bool {
        refused.withLock { refused in
            defer { refused = (refused?.first ?? now, now) }
            return refused == nil
        }
    }

    var first: Timestamp? { refused.withLock { $0?.first } }

    /// They are written down, and will be asked for. The latest stay: they may not be on the list yet.
    func settle(at now: Timestamp) {
        refused.withLock { refused in
            guard let last = refused?.last, now - last >= Self.lag || last > now else { return }
            refused = nil
        }
    }
}
