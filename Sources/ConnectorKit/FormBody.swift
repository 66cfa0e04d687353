/// `application/x-www-form-urlencoded`, both ways.
public enum FormBody {
    /// The pairs in the order they came; nothing is dropped, empty values and repeated names included.
    ///
    /// `nil` where a percent sign is not followed by two hexadecimal digits, the bytes are not UTF-8, or there are
    /// more than `maximumPairs`.
    public static func decode(_ bytes: [UInt8], maximumPairs: Int = 1000) -> [(name: String, value: String)]? {
        bytes.withUnsafeBufferPointer { decode($0, maximumPairs: maximumPairs) }
    }

    /// The same of a query.
    public static func decode(_ text: Substring, maximumPairs: Int = 1000) -> [(name: String, value: String)]? {
        decode(Array(text.utf8), maximumPairs: maximumPairs)
    }

    // On the path of every webhook: works on the bytes in place and copies only what it has decoded.
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, maximumPairs: Int
    ) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        var start = 0
        while start < bytes.count {
            let end = position(of: UInt8(ascii: "&"), in: bytes, from: start, to: bytes.count)
            defer { start = end + 1 }
            guard start < end else { continue }
            let equals = position(of: UInt8(ascii: "="), in: bytes, from: start, to: end)
            guard pairs.count < maximumPairs, let name = text(UnsafeBufferPointer(rebasing: bytes[start..<equals])),
                let value = text(UnsafeBufferPointer(rebasing: bytes[min(equals + 1, end)..<end]))
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }

    /// `end` where it is not there.
    private static func position(
        of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        var index = start
        while index < end, bytes[index] != byte { index += 1 }
        return index
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var index = position(of: UInt8(ascii: "%"), in: bytes, from: 0, to: bytes.count)
        index = position(of: UInt8(ascii: "+"), in: bytes, from: 0, to: index)
        guard index < bytes.count else { return String(validating: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        decoded.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<index]))
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
                    let low = hexDigit(bytes[index + 2])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
                index += 1
            case let byte:
                decoded.append(byte)
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// The pairs in their order, with `+` for a space and all but letters, digits and `-._*` escaped.
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
