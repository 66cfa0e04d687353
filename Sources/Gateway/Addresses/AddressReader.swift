public import ConnectorKit
public import GatewayModel

/// Reads the addresses that people type: the one place in which a typed text becomes an ``Address``.
///
/// What platforms send does not come here. A telephone number is read by the numbering plan of the contact point's
/// region; short codes, senders' names and addresses of every other kind are read by the connector.
public struct AddressReader: Sendable {
    private let plans: any NumberingPlans
    private let connectors: InstalledConnectors

    public init(_ surroundings: Surroundings) {
        plans = surroundings.numberingPlans
        connectors = surroundings.connectors
    }

    /// What a typed text is.
    public enum Reading: Sendable, Equatable {
        case address(TypedAddress)
        /// Why it is none; a sentence that follows the name of a field.
        case refused(String)
    }

    /// An address of a customer, to whom one can write.
    ///
    /// Numbering plans grow old with the library that has them: who has written to the contact point has an address,
    /// whatever they say.
    public func customer(
        _ text: String, on connector: any Connector, at contactPoint: ContactPoint,
        in transaction: any StoreTransaction
    ) throws -> Reading {
        let reading = customer(text, on: connector, in: contactPoint.region)
        guard case .refused = reading, let written = connector.customerAddress(from: text),
            try transaction.latestConversation(of: written, at: contactPoint.id, on: connector.platform) != nil
        else { return reading }
        return .address(TypedAddress(written))
    }

    /// The same without knowing who has written.
    public func customer(_ text: String, on connector: any Connector, in region: String) -> Reading {
        read(text, on: connector, in: region) { connector.customerAddress(from: $0) }
    }

    /// An address of ours.
    public func own(_ text: String, on connector: any Connector, in region: String) -> Reading {
        read(text, on: connector, in: region) { connector.address(from: $0) }
    }

    /// An address for a stop list. Those go by the kind of address, so any connector of that kind can read one.
    public func stopListed(
        _ text: String, at contactPoint: ContactPoint, in transaction: any StoreTransaction
    ) throws -> Reading {
        try first { try customer(text, on: $0, at: contactPoint, in: transaction) }
    }

    /// The same without knowing who has written.
    ///
    /// - Parameter kind: `nil` for any.
    public func stopListed(_ text: String, _ kind: AddressKind? = nil, in region: String) -> Reading {
        first(kind) { customer(text, on: $0, in: region) }
    }

    private func first(
        _ kind: AddressKind? = nil, _ read: (any Connector) throws -> Reading
    ) rethrows -> Reading {
        var refused: Reading?
        for connector in connectors.all
        where connector.capabilities.hasStopWords && (kind == nil || connector.capabilities.addressKind == kind) {
            let reading = try read(connector)
            if case .address = reading { return reading }
            refused = refused ?? reading
        }
        return refused ?? .refused("there are no stop lists here.")
    }

    private func read(
        _ text: String, on connector: any Connector, in region: String, _ normal: (String) -> Address?
    ) -> Reading {
        let plain = normal(text).map { TypedAddress($0) }
        guard connector.capabilities.addressKind == .phone else {
            return plain.map { .address($0) } ?? .refused("it is not a \(connector.settings.addressLabel).")
        }
        // Of numbers the plans know more than the connector.
        let codeOrName = plain.flatMap { $0.address.value.hasPrefix("+") ? nil : $0 }
        switch plans.read(text, in: region) {
        case .number(let number):
            if let codeOrName, !(number.isAssigned && number.isWhole) { return .address(codeOrName) }
            guard let address = normal(number.e164) else {
                return .refused("it is not a \(connector.settings.addressLabel) on \(connector.platform).")
            }
            return .address(TypedAddress(address, doubt: number.isAssigned ? nil : Self.unassigned))
        case .impossible(let fault):
            return codeOrName.map { .address($0) } ?? .refused(fault.explanation)
        }
    }

    private static let unassigned = "its country has assigned no such numbers, as far as is known."
}

/// An address as it was meant, in its normal form.
public struct TypedAddress: Sendable, Equatable {
    public let address: Address
    /// What is odd about it, though it can be right; a sentence that follows the name of a field.
    public let doubt: String?

    public init(_ address: Address, doubt: String? = nil) {
        self.address = address
        self.doubt = doubt
    }
}

extension AddressReader.Reading {
    public var address: Address? {
        if case .address(let typed) = self { typed.address } else { nil }
    }

    /// - Throws: ``Refusal`` of this field, where it is no address.
    public func address(of field: String) throws -> TypedAddress {
        switch self {
        case .address(let address): address
        case .refused(let reason): throw Refusal.invalid(field, reason)
        }
    }
}
