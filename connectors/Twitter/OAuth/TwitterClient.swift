import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// An app of X as OAuth 2.0 knows it, by other credentials than its API key.
struct TwitterClient {
    let id: String
    /// `nil` for a public client, which proves nothing.
    private let secret: String?

    /// `nil` where the app's settings have none.
    init?(_ app: AppAccess) {
        guard let id = app.settings[TwitterKey.clientID], !id.isEmpty else { return nil }
        self.id = id
        let secret = app.secrets.current(TwitterKey.clientSecret)?.reveal() ?? ""
        self.secret = secret.isEmpty ? nil : secret
    }

    /// X: `2/oauth2/token`. A code, or what renews, for tokens; either counts once.
    func tokens(
        for form: [(name: String, value: String)], _ reader: TwitterReader, at clock: any WallClock
    ) async throws(TwitterTrouble) -> TwitterTokens {
        var form = form
        var call = HTTPCall(method: .post, url: reader.app.url(.api, "2/oauth2/token"))
        call.headers[.contentType] = "application/x-www-form-urlencoded"
        if let secret {
            let pair = "\(PercentEncoding.encode(id)):\(PercentEncoding.encode(secret))"
            call.headers[.authorization] = "Basic " + Base64.encode(Array(pair.utf8))
        } else {
            form.append((name: "client_id", value: id))
        }
        call.body = FormBody.encode(form)
        // Counted from before the call: then it has not ended sooner than we think.
        let now = clock.now
        guard let tokens = TwitterTokens(try await reader.grant(answering: call), at: now) else {
            throw .noAnswer("X's answer has no token that lasts.")
        }
        return tokens
    }
}

/// The token endpoint's own word that it grants nothing (RFC 6749, section 5.2).
struct TwitterGrantRefusal: Hashable {
    /// Whether the fault lies with what was to be exchanged, and not with the app.
    let isOfTheGrant: Bool

    /// `nil` for what is no such word.
    init?(_ tree: JSONTree?) {
        switch tree?["error"]?.text {
        case "invalid_grant": isOfTheGrant = true
        // X says so of tokens and codes that do not count any more, and of other faults.
        case "invalid_request":
            let words = tree?["error_description"]?.text?.lowercased() ?? ""
            isOfTheGrant = words.contains("for the token was invalid") || words.contains("authorization code")
        case "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope": isOfTheGrant = false
        default: return nil
        }
    }

    var explanation: String {
        isOfTheGrant
            ? "X does not take the login any more: it counted once, was taken back, or is too old."
            : "X refuses the client ID or its secret. Enter the current ones, from “Keys and tokens” in X's developer "
                + "portal."
    }
}
