public import GatewayModel

/// A place in the log. Outside its id is `evt_…`.
public enum LoggedEvent: Identified {
    public static let idPrefix = "evt"
}

/// Writes events down as subscribers receive them.
public protocol EventBodies: Sendable {
    /// One JSON document for each, in the same order. What it says of the event's subjects is their state now.
    func bodies(
        of events: [(position: Int64, event: Event)], links: MediaLinks, in transaction: any StoreTransaction
    ) throws -> [[UInt8]]
}
