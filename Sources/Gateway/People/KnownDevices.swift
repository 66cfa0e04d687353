import GatewayModel
import Signing

/// Marks of browsers with which somebody has logged in before.
///
/// Whoever guesses at an account makes strangers wait who want to log in to it. The person who owns it must not wait
/// with them: a browser that shows such a mark waits only for its own failures. It opens nothing.
public struct KnownDevices: Sendable {
    private let key: OwnKey

    init(sealingKey: KeyRing) {
        key = OwnKey(.knownDevices, sealingKey: sealingKey)
    }

    /// Reads the key of the marks, or makes it. Once, before the first log-in.
    public func prepare(in transaction: any StoreTransaction) throws {
        try key.prepare(in: transaction)
    }

    /// A new mark, for a browser with which this user has logged in: `<name>.<signature>`.
    func mark(for user: ID<User>) throws -> String {
        let name = SecureRandom.token(16)
        return "\(name).\(try signature(name, user))"
    }

    /// The name of the device that shows the mark; `nil` where we did not make it for this user.
    func name(_ mark: String, of user: ID<User>) throws -> String? {
        let pieces = mark.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count == 2, mark.utf8.count <= 128,
            constantTimeEquals(Array(try signature(pieces[0], user).utf8), Array(pieces[1].utf8))
        else { return nil }
        return pieces[0]
    }

    private func signature(_ name: String, _ user: ID<User>) throws -> String {
        Base64.encodeForURL(try key.sign("\(user)/\(name)"))
    }
}
