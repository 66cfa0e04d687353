private import COpenSSL

/// The hash functions that platforms and the gateway use, by OpenSSL.
public enum Hash: Sendable {
    case sha1
    case sha256

    public func digest(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: byteCount)
        var length = UInt32(0)
        let ok = EVP_Digest(bytes, bytes.count, &result, &length, algorithm, nil)
        precondition(ok == 1 && Int(length) == byteCount, "OpenSSL has no \(self)")
        return result
    }

    /// The keyed hash of RFC 2104.
    public func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: byteCount)
        var length = UInt32(0)
        let done = HMAC(algorithm, key, Int32(key.count), message, message.count, &result, &length)
        precondition(done != nil && Int(length) == byteCount, "OpenSSL has no HMAC with \(self)")
        return result
    }

    private var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        }
    }

    private var algorithm: OpaquePointer {
        switch self {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        }
    }
}

/// Compares without telling by its duration how much was equal. Only the lengths are not hidden.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
