private import Foundation

/// Base64 with padding (RFC 4648, section 4) and its form for addresses without padding (section 5).
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    public static func encodeForURL(_ bytes: [UInt8]) -> String {
        var text = encode(bytes)
        text.replace("+", with: "-")
        text.replace("/", with: "_")
        return text.trimmingCharacters(in: ["="])
    }

    /// Strict: `nil` for whatever ``encode(_:)`` would not have written.
    public static func decode(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }

    /// Strict: `nil` for whatever ``encodeForURL(_:)`` would not have written.
    public static func decodeForURL(_ text: String) -> [UInt8]? {
        guard !text.contains("+"), !text.contains("/"), !text.contains("=") else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return decode(text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}

/// Lower-case hexadecimal digits.
public enum Hex {
    public static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Base 32 without padding (RFC 4648, section 6), which people can type.
public enum Base32 {
    public static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                text.append(alphabet[Int(bits >> (count - 5) & 31)])
                count -= 5
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
