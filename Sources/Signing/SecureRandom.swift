private import COpenSSL

/// Random bytes that nobody can guess.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // Without randomness there is no key and no token; going on would be worse than stopping.
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "the system has no randomness")
        return bytes
    }

    /// A token for addresses and keys: `count` random bytes in base64url.
    public static func token(_ count: Int = 32) -> String {
        Base64.encodeForURL(bytes(count))
    }
}
