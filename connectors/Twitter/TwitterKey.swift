/// Names of settings and secrets.
enum TwitterKey {
    static let consumerKey = "consumerKey"
    static let consumerSecret = "consumerSecret"
    static let activity = "activity"
    static let signIn = "signIn"
    static let oauth = "oauth"
    static let clientID = "clientID"
    static let clientSecret = "clientSecret"
    static let base = "base"

    // What X grants.
    static let requestToken = "requestToken"
    static let requestTokenSecret = "requestTokenSecret"

    static let codeVerifier = "codeVerifier"

    static func accessToken(of account: String) -> String { "accessToken.\(account)" }
    static func accessTokenSecret(of account: String) -> String { "accessTokenSecret.\(account)" }
    static func bearer(of account: String) -> String { "bearer.\(account)" }
    static func bearerFrom(of account: String) -> String { "bearerFrom.\(account)" }
    static func bearerEnd(of account: String) -> String { "bearerEnd.\(account)" }
    static func refresh(of account: String) -> String { "refresh.\(account)" }
    static func scopes(of account: String) -> String { "scopes.\(account)" }
    /// All that is granted for an account, by either way of signing in.
    static func grants(of account: String) -> [String] {
        [accessToken, accessTokenSecret, bearer, bearerFrom, bearerEnd, refresh, scopes].map { $0(account) }
    }

    /// Between the login and the question whose account it is.
    static let newAccount = "newAccount"
}
