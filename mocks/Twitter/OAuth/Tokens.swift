internal import Foundation

/// A token of OAuth 1.0a, with which an app asks for an account. It does not expire.
struct UserToken: Sendable {
    let value: String
    let secret: String
    let app: String
    let account: String
    /// What the app could do when it was made.
    let level: XPermission
}

/// What an app shows to have a browser log in, and what came of it.
struct RequestToken: Sendable {
    enum Outcome: Sendable {
        case waiting
        case authorized(account: String, verifier: String)
        case denied
    }

    let value: String
    let secret: String
    let app: String
    /// An address, or `oob`.
    let callback: String
    var outcome = Outcome.waiting
}

/// A code of OAuth 2.0, to be exchanged by whoever knows the verifier.
struct AuthorizationCode: Sendable {
    let app: String
    let account: String
    let redirectURI: String
    let scopes: Set<String>
    let challenge: String
    let method: String
    let issued: Date
}

/// A token of OAuth 2.0 for an account.
struct AccessToken: Sendable {
    let app: String
    let account: String
    let scopes: Set<String>
    let expires: Date
    /// Good for one exchange.
    let refresh: String?
    var isRevoked = false
}
