import ConnectorKit
import GatewayModel

/// Accounts of X by their numbers: names can be changed, and taken by others.
enum TwitterAddress {
    static let kind = AddressKind(rawValue: "twitter")

    /// A number that somebody typed.
    static func address(from text: String) -> Address? {
        let text = text.trimmingWhiteSpace()
        return isID(text) ? carried(text) : nil
    }

    /// An id as a webhook carries it; it stays as it came.
    static func carried(_ id: String) -> Address { Address(kind: kind, value: id) }

    /// X: `^[0-9]{1,19}$`; 64 bits, so never to be read as a floating-point number.
    static func isID(_ text: String) -> Bool {
        (1...19).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && text.utf8.first != UInt8(ascii: "0")
    }
}
