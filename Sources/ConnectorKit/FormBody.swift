/// `application/x-www-form-urlencoded`, both ways.
public enum FormBody {
    /// The pairs in the order they came; nothing is dropped, empty values and repeated names included.
    ///
    /// `nil` where a percent sign is not followed by two hexadecimal digits, the bytes are not UTF-8, or there are
    /// more than `maximumPairs`.
    public static func decode(_ bytes: some Sequence<UInt8>, maximumPairs: Int = 1000) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        var name: [UInt8]?
        var current: [UInt8] = []
        var pendingHex = 0
        var hexValue: UInt8 = 0

        func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }
        func finishPair() -> Bool {
            defer {
                name = nil
                current.removeAll(keepingCapacity: true)
            }
            if name == nil && current.isEmpty { return true }
            guard pairs.count < maximumPairs, let key = text(name ?? current),
                let value = name == nil ? "" : text(current)
            else { return false }
            pairs.append((key, value))
            return true
        }

        for byte in bytes {
            if pendingHex > 0 {
                guard let digit = hexDigit(byte) else { return nil }
                hexValue = hexValue << 4 | digit
                pendingHex -= 1
                if pendingHex == 0 { current.append(hexValue) }
                continue
            }
            switch byte {
            case UInt8(ascii: "%"):
                pendingHex = 2
                hexValue = 0
            case UInt8(ascii: "+"):
                current.append(UInt8(ascii: " "))
            case UInt8(ascii: "&"):
                guard finishPair() else { return nil }
            case UInt8(ascii: "=") where name == nil:
                name = current
                current.removeAll(keepingCapacity: true)
            default:
                current.append(byte)
            }
        }
        guard pendingHex == 0, finishPair() else { return nil }
        return pairs
    }

    /// The pairs in the order given, percent-encoded as browsers do it.
    public static func encode(_ pairs: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, pair) in pairs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            append(pair.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            append(pair.value, to: &bytes)
        }
        return bytes
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "*"):
                bytes.append(byte)
            case UInt8(ascii: " "):
                bytes.append(UInt8(ascii: "+"))
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            }
        }
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
