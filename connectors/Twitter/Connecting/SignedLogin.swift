import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// Signing in with OAuth 1.0a: a request token, X's page, and what it sends the browser back with.
struct SignedLogin: TwitterLogin {
    let progress: ConnectingProgress

    let passing = [TwitterKey.requestToken, TwitterKey.requestTokenSecret]

    var endsWithPIN: Bool {
        progress.app.settings[TwitterKey.signIn] == TwitterSettings.SignIn.pin
    }

    /// A request token counts for one login, so each time that the page is to be opened there is a new one.
    func begin(_ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterBeginning {
        let callback = endsWithPIN ? "oob" : progress.returnAddress
        let told = try await reader.form(
            answering: reader.app.call(
                .post, "oauth/request_token", extra: [(name: "oauth_callback", value: callback)], as: .consumer))
        guard told["oauth_callback_confirmed"] == "true", let token = told["oauth_token"], !token.isEmpty,
            let secret = told["oauth_token_secret"], !secret.isEmpty
        else { throw .noAnswer("X gave no token to sign in with.") }
        let query = FormBody.encode([(name: "oauth_token", value: token), (name: "force_login", value: "true")])
        return TwitterBeginning(
            url: reader.app.url(.api, "oauth/authorize?") + String(decoding: query, as: UTF8.self),
            granted: [TwitterKey.requestToken: Secret(token), TwitterKey.requestTokenSecret: Secret(secret)])
    }

    /// Bound to this session: the address has the request token of it, which nobody else knows.
    func returned(_ text: String) -> TwitterReturn {
        if endsWithPIN {
            let digits = text.trimmingWhiteSpace().filter { $0 != " " }
            guard (4...12).contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                return .nothing("That is no PIN: X shows seven digits.")
            }
            return .word(digits)
        }
        guard let pairs = query(of: text) else {
            return .nothing("That is not an address that X sends a browser back to.")
        }
        let expected = progress.app.secrets.current(TwitterKey.requestToken)?.reveal() ?? ""
        guard let token = pairs["oauth_token"] ?? pairs["denied"], !expected.isEmpty,
            constantTimeEquals(Array(token.utf8), Array(expected.utf8))
        else { return .stray }
        if pairs["denied"] != nil { return .cancelled }
        guard let verifier = pairs["oauth_verifier"], (1...200).contains(verifier.utf8.count) else {
            return .nothing("X gave no verifier.")
        }
        return .word(verifier)
    }

    /// Tokens that do not end.
    func exchange(_ verifier: String, _ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterGrant {
        guard let token = progress.app.secrets.current(TwitterKey.requestToken)?.reveal(),
            let secret = progress.app.secrets.current(TwitterKey.requestTokenSecret)?.reveal()
        else { throw .noAnswer("The login is not known any more.") }
        let told = try await reader.form(
            answering: reader.app.call(
                .post, "oauth/access_token", extra: [(name: "oauth_verifier", value: verifier)],
                as: .user(token: token, secret: secret)))
        guard let account = told["user_id"], TwitterAddress.isID(account), let access = told["oauth_token"],
            !access.isEmpty, let accessSecret = told["oauth_token_secret"], !accessSecret.isEmpty
        else { throw .noAnswer("X's answer has no tokens.") }
        return TwitterGrant(
            account: account, screenName: told["screen_name"].map { String($0.prefix(50)) } ?? account,
            secrets: [
                TwitterKey.accessToken(of: account): Secret(access),
                TwitterKey.accessTokenSecret(of: account): Secret(accessSecret),
            ])
    }
}
