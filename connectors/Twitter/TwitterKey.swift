/// Names of settings and secrets.
enum TwitterKey {
    static let consumerKey = "consumerKey"
    static let consumerSecret = "consumerSecret"
    static let activity = "activity"
    static let signIn = "signIn"
    static let base = "base"

    // What X grants.
    static let requestToken = "requestToken"
    static let requestTokenSecret = "requestTokenSecret"

    static func accessToken(of account: String) -> String { "accessToken.\(account)" }
    static func accessTokenSecret(of account: String) -> String { "accessTokenSecret.\(account)" }
    /// Between the login and the question whose account it is.
    static let newAccount = "newAccount"
}
