public import GatewayModel

/// The ability to ask for messages that the platform took in while nobody answered its webhooks.
public protocol CatchesUp: Connector {
    /// Every message to the connection's address that the platform took in during that time, in the order in which it
    /// did.
    ///
    /// Each has the same ``PlatformEvent/key`` as its webhook has, so that one that arrives both ways counts once, and
    /// its ``InboundMessage/sentAt``. Reads all pages: an answer that is not whole is a failure, and is asked for again.
    func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent]
}
