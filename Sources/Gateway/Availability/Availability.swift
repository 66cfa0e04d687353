public import GatewayModel

/// Whether customers may begin a conversation at a contact point, on a platform.
public final class Availability: Sendable {
    public init() {}

    /// As it is now.
    public func status(of contactPoint: ContactPointID, on platform: Platform) async throws -> AvailabilityStatus {
        .always
    }

    /// As it is now, and then each change, for as long as somebody reads on. Who reads slowly gets the newest.
    public func follow(_ contactPoint: ContactPointID, on platform: Platform) -> AsyncStream<AvailabilityStatus> {
        AsyncStream { $0.yield(.always) }
    }
}
