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
}

/// Lower-case hexadecimal digits.
public enum Hex {
    public static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
