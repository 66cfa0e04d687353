public import GatewayModel

/// The ability to ask the platform what it calls a customer.
///
/// The gateway asks once a conversation has begun, after its message is stored: no message waits for a name, and none
/// is missed for the want of one. It keeps the answer, and asks again when the name is a month old.
public protocol KnowsCustomers: Connector {
    /// Asks for the name of a customer of this connection, and for nothing else about them. One call, which changes
    /// nothing.
    ///
    /// - Returns: `nil` where the platform says that it has none or tells none: the customer did not consent, or the
    ///   account is gone. That is an answer, and takes away a name that was known.
    /// - Throws: ``NameFailure`` where it said neither; a name that is known then stays.
    func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName?
}

/// Why a platform did not say what it calls a customer.
public struct NameFailure: Error, Sendable, Hashable {
    public let disposition: Disposition
    /// A sentence for a person: what is wrong and what to do. Never a secret, never the customer's address.
    public let explanation: String

    public init(_ disposition: Disposition, _ explanation: String) {
        self.disposition = disposition
        self.explanation = explanation
    }

    /// What to do about it.
    public enum Disposition: Sendable, Hashable {
        /// Ask later: the platform is down or busy, or our credentials are refused, which somebody can mend. The time is
        /// the platform's own word, and holds for everything of the connection.
        case later(after: Duration?)
        /// To ask again is no use.
        case giveUp
    }

    /// A call that got no answer: to be made again, unless the address may not be called.
    public init(_ failure: TransportFailure) {
        self.init(failure.kind == .addressRefused ? .giveUp : .later(after: nil), failure.explanation)
    }
}
