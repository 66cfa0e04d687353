import Signing
import Synchronization

/// A key that the gateway signs with for itself: made at the first start, and kept sealed.
final class OwnKey: Sendable {
    private let secret: OwnSecret
    private let sealingKey: KeyRing
    private let bytes = Mutex<[UInt8]?>(nil)

    init(_ secret: OwnSecret, sealingKey: KeyRing) {
        self.secret = secret
        self.sealingKey = sealingKey
    }

    var isPrepared: Bool { bytes.withLock { $0 != nil } }

    /// Reads the key, or makes it. Once, before the first signature.
    func prepare(in transaction: any StoreTransaction) throws {
        let place = SealedPlace.ownSecret.name(of: secret.rawValue)
        if let sealed = try transaction.sealed(secret) {
            guard let opened = sealingKey.open(sealed, for: place) else {
                throw StoreFailure("The key of \(secret) does not open with this master key.")
            }
            bytes.withLock { $0 = opened }
            return
        }
        let made = SecureRandom.bytes(32)
        try transaction.insert(secret, sealed: sealingKey.seal(made, for: place))
        bytes.withLock { $0 = made }
    }

    func sign(_ text: String) throws -> [UInt8] {
        guard let key = bytes.withLock({ $0 }) else { throw StoreFailure("The key of \(secret) was not read.") }
        return Hash.sha256.hmac(key: key, Array(text.utf8))
    }
}
