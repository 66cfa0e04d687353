import COpenSSL

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017): what JSON Web Tokens call RS256.
public enum RSASignature {
    private static let leastBits: Int32 = 2048

    /// - Parameter key: a public key as PEM.
    /// - Returns: `false` also for a key that is none, is none of RSA, or is too short.
    public static func isGenuine(_ signature: [UInt8], of message: [UInt8], byKey key: String) -> Bool {
        let pem = Array(key.utf8)
        guard let bio = BIO_new_mem_buf(pem, Int32(pem.count)) else { return false }
        defer { BIO_free(bio) }
        guard let publicKey = PEM_read_bio_PUBKEY(bio, nil, nil, nil) else {
            ERR_clear_error()
            return false
        }
        defer { EVP_PKEY_free(publicKey) }
        guard EVP_PKEY_get_base_id(publicKey) == EVP_PKEY_RSA, EVP_PKEY_get_bits(publicKey) >= leastBits,
            let context = EVP_MD_CTX_new()
        else { return false }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, publicKey) == 1 else { return false }
        let isGenuine = EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        ERR_clear_error()
        return isGenuine
    }
}
