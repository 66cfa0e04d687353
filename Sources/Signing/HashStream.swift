private import COpenSSL

/// A SHA-256 hash of bytes that come piece by piece.
///
/// Unchecked: whoever adds to it sees to it that no two do so at once.
public final class HashStream: @unchecked Sendable {
    private let context = EVP_MD_CTX_new()

    public init() {
        let ok = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        precondition(ok == 1, "OpenSSL has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    public func add(_ bytes: UnsafeRawBufferPointer) {
        let ok = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(ok == 1, "OpenSSL cannot hash")
    }

    /// Of everything that was added. To be asked once.
    public func finish() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        let ok = EVP_DigestFinal_ex(context, &result, nil)
        precondition(ok == 1, "OpenSSL cannot hash")
        return result
    }
}
