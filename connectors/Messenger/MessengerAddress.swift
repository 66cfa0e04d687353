import ConnectorKit
import GatewayModel

/// Page ids and page-scoped ids of customers: digits, which count within one page only.
enum MessengerAddress {
    static let kind = AddressKind(rawValue: "messenger")

    static func address(from text: String) -> Address? {
        let text = text.trimmingWhiteSpace()
        return isID(text) ? Address(kind: kind, value: text) : nil
    }

    /// An id as a webhook carries it; it stays as it came.
    static func carried(_ id: String) -> Address { Address(kind: kind, value: id) }

    static func isID(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
