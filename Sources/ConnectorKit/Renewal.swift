public import GatewayModel

/// The ability to renew what a platform granted for a time, before it ends.
///
/// The gateway does it by itself, for each connection and on one node only. What comes back is stored before anything else
/// is done: with many platforms, what one renews with counts once.
public protocol RenewsGrants: Connector {
    /// When to renew what was granted for this connection: so early that the platform may be down for a while. `nil`
    /// where nothing ends, or where there is nothing to renew it with. Pure.
    ///
    /// A grant of a time that is still to come was noted by a wrong clock, and nobody knows when it ends: it is due.
    func renewalDue(of connection: OpenConnection, at now: Timestamp) -> Timestamp?

    /// Renews it: one call that has an effect, and no retries, for those are the gateway's.
    ///
    /// - Returns: what was granted anew, to be kept among the app's ``Secrets`` by these keys, in place of what stands
    ///   there.
    func renew(
        _ connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(RenewalFailure) -> [String: Secret]
}

/// Why nothing was renewed.
public struct RenewalFailure: Error, Sendable, Hashable {
    public let disposition: Disposition
    /// A sentence for a person: what is wrong and what to do. Never a secret.
    public let explanation: String

    public init(_ disposition: Disposition, _ explanation: String) {
        self.disposition = disposition
        self.explanation = explanation
    }

    /// What to do about it.
    public enum Disposition: Sendable, Hashable {
        /// Try later: the platform is down or busy, its answer says nothing, or it refuses something that an administrator
        /// can mend. The time is the platform's own word.
        case later(after: Duration?)
        /// The platform's own word that it renews this no more. What stands under these keys is of no use to anybody and is
        /// forgotten, so that it is not tried again and the checklist can tell.
        case never(forgetting: Set<String>)
    }

    /// A call that got no answer. It may have been made all the same, so it is tried again and the platform decides.
    public init(_ failure: TransportFailure) {
        self.init(.later(after: nil), failure.explanation)
    }
}
