private import Signing

/// Twilio's ids: two letters that name the kind of thing, and 32 hexadecimal digits.
public enum Sid {
    public static func make(_ prefix: String) -> String {
        prefix + Hex.encode(SecureRandom.bytes(16))
    }
}
