import ConnectorKit
import Foundation
import GatewayModel
import Signing

/// A site's backend vouches for a visitor: RFC 7519, signed with HS256 or RS256 (RFC 7518).
struct IdentityToken: Sendable, Equatable {
    let subject: String
    let name: String?
    let email: String?

    /// How far clocks may differ.
    private static let leeway = Duration.seconds(60)
    /// A token that holds for longer is not taken: whoever copies it would be the visitor for as long.
    private static let longestLife = Duration.seconds(3600)
    private static let mostBytes = 4000

    enum Key {
        static let secret = "identitySecret"
        static let publicKey = "identityKey"
    }

    static let settings = [
        SettingsField(
            key: Key.secret, label: "Identity secret",
            help: """
                With which the site's backend signs who a visitor is (HS256), 32 characters or more. Without it nobody \
                is vouched for in this way.
                """,
            kind: .secret, isRequired: false),
        SettingsField(
            key: Key.publicKey, label: "Identity key",
            help: "The public key, as PEM, of a backend that signs with RS256 in place of a shared secret.",
            kind: .text(pattern: "-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----\\s*"),
            isRequired: false),
    ]

    private struct Header: Decodable {
        let alg: String
    }

    private struct Claims: Decodable {
        let sub: String
        let iat, exp: Double
        let nbf: Double?
        let name, email: String?
    }

    /// - Throws: `identity-refused`; the reason is for whoever writes the backend, and tells nothing of the secret.
    init(_ text: String, of app: AppAccess, at now: Timestamp) throws(ClientRefusal) {
        guard text.utf8.count <= Self.mostBytes else { throw Self.refused("it is too long") }
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count == 3, let header: Header = Self.decode(pieces[0]),
            let signature = Base64.decodeForURL(pieces[2])
        else { throw Self.refused("it is no JSON Web Token") }
        guard Self.isSigned(Array("\(pieces[0]).\(pieces[1])".utf8), signature, by: header.alg, app) else {
            throw Self.refused("its signature is not right, or not made with HS256 or RS256 as the app is set up")
        }
        guard let claims: Claims = Self.decode(pieces[1]), (1...200).contains(claims.sub.utf8.count) else {
            throw Self.refused("it lacks sub, iat or exp")
        }
        let seconds = Double(now.milliseconds) / 1000
        let leeway = Double(Self.leeway.components.seconds)
        guard claims.exp - claims.iat <= Double(Self.longestLife.components.seconds) else {
            throw Self.refused("it holds for more than an hour")
        }
        guard claims.iat <= seconds + leeway, (claims.nbf ?? 0) <= seconds + leeway else {
            throw Self.refused("it does not hold yet; the clocks differ")
        }
        guard seconds < claims.exp + leeway else { throw Self.refused("it has run out") }
        subject = claims.sub
        name = claims.name.flatMap { CustomerName($0)?.text }
        email = claims.email.map { String($0.prefix(200)) }
    }

    /// The algorithm goes by what the app has, and never by the token's word alone.
    private static func isSigned(_ text: [UInt8], _ signature: [UInt8], by algorithm: String, _ app: AppAccess) -> Bool
    {
        switch algorithm {
        case "HS256":
            app.secrets.all(Key.secret).contains { secret in
                !secret.reveal().isEmpty
                    && constantTimeEquals(Hash.sha256.hmac(key: Array(secret.reveal().utf8), text), signature)
            }
        case "RS256":
            app.settings[Key.publicKey].map { RSASignature.isGenuine(signature, of: text, byKey: $0) } ?? false
        default: false
        }
    }

    private static func decode<Value: Decodable>(_ text: String) -> Value? {
        Base64.decodeForURL(text).flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
    }

    private static func refused(_ reason: String) -> ClientRefusal {
        ClientRefusal(.unauthenticated, "identity-refused", "The identity token is not taken: \(reason).")
    }
}
