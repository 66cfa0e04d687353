import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// Signing in with OAuth 1.0a: a request token, X's page, and what it sends the browser back with.
struct TwitterLogin {
    let progress: ConnectingProgress

    var endsWithPIN: Bool {
        progress.app.settings[TwitterKey.signIn] == TwitterSettings.SignIn.pin
    }

    /// Where a login begins.
    struct Beginning {
        let url: String
        let granted: [String: Secret]
    }

    /// A request token counts for one login, so each time that the page is to be opened there is a new one.
    func begin(_ reader: TwitterReader) async throws(TwitterTrouble) -> Beginning {
        let callback = endsWithPIN ? "oob" : progress.returnAddress
        let told = try await reader.form(
            answering: reader.app.call(
                .post, "oauth/request_token", extra: [(name: "oauth_callback", value: callback)], as: .consumer))
        guard told["oauth_callback_confirmed"] == "true", let token = told["oauth_token"], !token.isEmpty,
            let secret = told["oauth_token_secret"], !secret.isEmpty
        else { throw .noAnswer("X gave no token to sign in with.") }
        let query = FormBody.encode([(name: "oauth_token", value: token), (name: "force_login", value: "true")])
        return Beginning(
            url: reader.app.url(.api, "oauth/authorize?") + String(decoding: query, as: UTF8.self),
            granted: [TwitterKey.requestToken: Secret(token), TwitterKey.requestTokenSecret: Secret(secret)])
    }

    /// What the browser came back with, or what was typed.
    enum Return: Equatable {
        case verifier(String)
        /// For a person.
        case nothing(String)
    }

    /// Bound to this session: the address has the request token of it, which nobody else knows.
    func returned(_ text: String) -> Return {
        let text = text.trimmingWhiteSpace()
        if endsWithPIN {
            let digits = text.filter { $0 != " " }
            guard (4...12).contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                return .nothing("That is no PIN: X shows seven digits.")
            }
            return .verifier(digits)
        }
        let address = text.prefix { $0 != "#" }
        let query = address.firstIndex(of: "?").map { address[address.index(after: $0)...] } ?? address[...]
        guard let pairs = FormBody.decode(query) else {
            return .nothing("That is not an address that X sends a browser back to.")
        }
        let value = { (name: String) in pairs.first { $0.name == name }?.value }
        let expected = progress.app.secrets.current(TwitterKey.requestToken)?.reveal() ?? ""
        guard let token = value("oauth_token") ?? value("denied"), !expected.isEmpty,
            constantTimeEquals(Array(token.utf8), Array(expected.utf8))
        else { return .nothing("That is the answer to another login. Open the page anew, and come back from there.") }
        if value("denied") != nil { return .nothing("The login was cancelled at X.") }
        guard let verifier = value("oauth_verifier"), (1...200).contains(verifier.utf8.count) else {
            return .nothing("X gave no verifier.")
        }
        return .verifier(verifier)
    }

    /// The account's tokens, which do not expire.
    struct Grant {
        let account: String
        let screenName: String
        let token: String
        let secret: String
    }

    func exchange(_ verifier: String, _ reader: TwitterReader) async throws(TwitterTrouble) -> Grant {
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
        return Grant(
            account: account, screenName: told["screen_name"].map { String($0.prefix(50)) } ?? account, token: access,
            secret: accessSecret)
    }
}
