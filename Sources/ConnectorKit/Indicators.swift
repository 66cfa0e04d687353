public import GatewayModel

/// The ability to show customers what goes on at our end.
public protocol ShowsIndicators: Connector {
    /// Shows it, once. What comes too late is worth nothing, so it is never kept and never tried again; the gateway has
    /// asked the gate before, for the customer sees it.
    ///
    /// - Parameter details: of the customer's last message, see ``InboundMessage/details``; empty where there is none.
    /// - Throws: ``PlatformRefusal`` where the platform did not take it.
    func show(
        _ indicator: Indicator, to customer: Address, after details: [String: String], from connection: OpenConnection,
        over transport: any HTTPTransport
    ) async throws(PlatformRefusal)
}

/// What a customer sees besides messages.
public enum Indicator: String, Sendable, CaseIterable {
    /// Somebody is writing. It goes by itself after some seconds, or with the message.
    case typing
    /// What the customer has written was read.
    case seen
}
