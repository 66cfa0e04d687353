import Foundation
import GatewayModel

/// What a password must be. Length is what counts; what is in it is the person's own choice.
enum PasswordRule {
    static let length = 10...200

    /// In the one form in which it is hashed: what looks the same on two keyboards is the same (NIST SP 800-63B).
    static func normalized(_ password: String) -> String {
        password.precomposedStringWithCompatibilityMapping
    }

    /// - Parameter field: of the request, for the refusal, which never holds the password.
    /// - Returns: the normalized password.
    static func check(_ password: String, for user: User, field: String = "password") throws -> String {
        let password = normalized(password)
        guard length.contains(password.count) else {
            throw Refusal.invalid(
                field, "it must have \(length.lowerBound) to \(length.upperBound) characters; it has \(password.count)."
            )
        }
        let plain = folded(password)
        let own = [user.name, user.email ?? "", String((user.email ?? "").prefix { $0 != "@" })].map(folded)
        if own.contains(plain) {
            throw Refusal.invalid(field, "it is your own name or e-mail address.")
        }
        if CommonPasswords.all.contains(plain) {
            throw Refusal.invalid(field, "it is one of the first that anybody would try.")
        }
        return password
    }

    private static func folded(_ text: String) -> String {
        String(text.lowercased().filter { !$0.isWhitespace })
    }
}
