private import COpenSSL

/// Seals secrets for storage: AES-256-GCM under the master key.
///
/// A sealed text is bound to the place it belongs to, so that a row copied over another row does not open.
public struct SealingKey: Sendable {
    public static let byteCount = 32
    private static let nonceBytes = 12
    private static let tagBytes = 16
    private static let idBytes = 4
    /// Seals of the first version do not say which key they were made with; they still open.
    private static let versionWithoutID: UInt8 = 1
    private static let version: UInt8 = 2

    private let key: [UInt8]
    /// The first bytes of a keyed hash: tells which key it is, and nothing of the key.
    private let id: [UInt8]

    /// `nil` where there are not exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = bytes
        id = Array(Hash.sha256.hmac(key: bytes, Array("gatehouse master key".utf8)).prefix(Self.idBytes))
    }

    /// Which key it is, for people and manifests. Tells nothing of the key itself.
    public var name: String { Hex.encode(id) }

    /// Whether the seal says that it was made with this key.
    public func made(_ sealed: [UInt8]) -> Bool {
        sealed.first == Self.version && sealed.dropFirst().prefix(Self.idBytes).elementsEqual(id)
    }

    /// - Parameter place: what the text belongs to, for example `platform_app/17/secrets`.
    /// - Returns: version, id of the key, nonce, ciphertext, tag.
    public func seal(_ plaintext: [UInt8], for place: String) -> [UInt8] {
        let nonce = SecureRandom.bytes(Self.nonceBytes)
        let associated = Array(place.utf8)
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: Self.tagBytes)
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var length = Int32(0)
        let ok =
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_EncryptUpdate(context, nil, &length, associated, Int32(associated.count)) == 1
            && EVP_EncryptUpdate(context, &ciphertext, &length, plaintext, Int32(plaintext.count)) == 1
            && EVP_EncryptFinal_ex(context, &tag, &length) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(Self.tagBytes), &tag) == 1
        precondition(ok, "OpenSSL has no AES-256-GCM")
        return [Self.version] + id + nonce + ciphertext + tag
    }

    /// `nil` where the key, the place or a single bit is another.
    public func open(_ sealed: [UInt8], for place: String) -> [UInt8]? {
        guard sealed.first == Self.versionWithoutID || made(sealed) else { return nil }
        let header = sealed[0] == Self.versionWithoutID ? 1 : 1 + Self.idBytes
        guard sealed.count >= header + Self.nonceBytes + Self.tagBytes else { return nil }
        let nonce = Array(sealed[header..<header + Self.nonceBytes])
        let ciphertext = Array(sealed[(header + Self.nonceBytes)..<(sealed.count - Self.tagBytes)])
        var tag = Array(sealed.suffix(Self.tagBytes))
        let associated = Array(place.utf8)
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
        var rest = [UInt8](repeating: 0, count: Self.tagBytes)
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var length = Int32(0)
        let ok =
            EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
            && EVP_DecryptUpdate(context, nil, &length, associated, Int32(associated.count)) == 1
            && EVP_DecryptUpdate(context, &plaintext, &length, ciphertext, Int32(ciphertext.count)) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Int32(Self.tagBytes), &tag) == 1
            && EVP_DecryptFinal_ex(context, &rest, &length) == 1
        return ok ? plaintext : nil
    }
}
