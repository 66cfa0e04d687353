import GatewayModel
import Signing

/// Ten codes to keep in a drawer, for the day on which the authenticator app is gone. Each is good once.
enum RecoveryCodes {
    static let count = 10
    /// Enough that nobody finds them behind a plain hash.
    private static let byteCount = 10

    /// As they are shown, once: `abcd-efgh-ijkl-mnop`.
    static func make() -> [String] {
        (0..<count).map { _ in
            let text = Base32.encode(SecureRandom.bytes(byteCount)).lowercased()
            return stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }
                .joined(separator: "-")
        }
    }

    /// - Parameter code: as somebody types it, in any case, with hyphens and spaces or without.
    static func hash(_ code: String, of user: ID<User>) -> [UInt8] {
        Hash.sha256.digest(Array("\(user)/\(plain(code))".utf8))
    }

    /// Without what is there for the eye only.
    static func plain(_ code: String) -> String {
        String(code.lowercased().filter { !$0.isWhitespace && $0 != "-" })
    }
}
