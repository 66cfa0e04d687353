import ConnectorKit
import Foundation
import GatewayModel

/// The addresses that can be on stop lists: as somebody typed them, or exactly as they stand.
struct StopListAddresses: Sendable {
    private static let mostBytes = 255

    /// The kinds of address that stop lists hold.
    let kinds: Set<AddressKind>
    private let reader: AddressReader
    private let connectors: InstalledConnectors

    init(_ surroundings: Surroundings) {
        connectors = surroundings.connectors
        kinds = Set(
            surroundings.connectors.all.filter(\.capabilities.hasStopWords).map(\.capabilities.addressKind))
        reader = AddressReader(surroundings)
    }

    /// - Returns: the failure where it is none.
    func typed(
        _ text: String, at contactPoint: ContactPoint, in transaction: any StoreTransaction
    ) throws -> Result<TypedAddress, UnreadableAddress> {
        if let fault = Self.fault(text) { return .failure(fault) }
        switch try reader.stopListed(text, at: contactPoint, in: transaction) {
        case .address(let address): return .success(address)
        case .refused(let reason): return .failure(UnreadableAddress(reason))
        }
    }

    /// The same for a line of a file, of which there may be a million: without knowing who has written.
    ///
    /// - Parameter kind: `nil` for any.
    func typed(
        _ text: String, _ kind: AddressKind?, in region: String
    ) throws(UnreadableAddress) -> Address {
        if let fault = Self.fault(text) { throw fault }
        switch reader.stopListed(text, kind, in: region) {
        case .address(let address): return address.address
        case .refused(let reason): throw UnreadableAddress(reason)
        }
    }

    private static func fault(_ text: String) -> UnreadableAddress? {
        if text.isEmpty { return UnreadableAddress("the address is missing.") }
        return text.wholeMatch(of: /[0-9.,]+E\+?[0-9]+/) == nil
            ? nil : UnreadableAddress("a spreadsheet has rounded this number; its digits are lost.")
    }

    /// A sender of no known form is on a list as it came, white space and all; around a known one it means nothing.
    func literal(_ text: String, _ kind: AddressKind) throws(UnreadableAddress) -> Address {
        guard kinds.contains(kind), (1...Self.mostBytes).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw UnreadableAddress("it has more than \(Self.mostBytes) bytes, or a control character.") }
        let plain = text.trimmingCharacters(in: .whitespaces)
        let isKnown = connectors.all.contains { connector in
            connector.capabilities.addressKind == kind && connector.address(from: plain)?.value == plain
        }
        return Address(kind: kind, value: isKnown ? plain : text)
    }
}

/// Why a text is no address that can be on a stop list; a sentence about it.
struct UnreadableAddress: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
