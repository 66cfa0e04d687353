import ConnectorKit
import GatewayModel

/// What OAuth 2.0 grants for an account: a token that ends after two hours, and another that gets the next one.
struct TwitterTokens {
    /// X, OAuth 2.0 scopes: those of the calls that are made, and `offline.access` for what renews.
    static let scopes = ["dm.read", "dm.write", "tweet.read", "users.read", "offline.access", "media.write"]

    let token: String
    /// Counts once. `nil` where X has refused it.
    let refresh: String?
    let from: Timestamp
    let end: Timestamp
    /// As X told them; empty where it did not.
    let scopes: String

    /// What is among the app's secrets.
    init?(of account: String, in secrets: Secrets) {
        let text = { (key: String) in secrets.current(key)?.reveal() ?? "" }
        guard let end = Int64(text(TwitterKey.bearerEnd(of: account))),
            let from = Int64(text(TwitterKey.bearerFrom(of: account)))
        else { return nil }
        token = text(TwitterKey.bearer(of: account))
        let refresh = text(TwitterKey.refresh(of: account))
        self.refresh = refresh.isEmpty ? nil : refresh
        self.from = Timestamp(milliseconds: from)
        self.end = Timestamp(milliseconds: end)
        scopes = text(TwitterKey.scopes(of: account))
        if token.isEmpty { return nil }
    }

    /// What X answered; `nil` where that has no token, or none that lasts.
    init?(_ answer: JSONTree, at now: Timestamp) {
        guard answer["token_type"]?.text?.lowercased() == "bearer", let token = answer["access_token"]?.text,
            !token.isEmpty, let seconds = answer["expires_in"]?.integer, (60...Self.mostSeconds).contains(seconds)
        else { return nil }
        self.token = token
        refresh = answer["refresh_token"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        from = now
        end = now + .seconds(seconds)
        scopes = answer["scope"]?.text ?? ""
    }

    /// A year.
    private static let mostSeconds: Int64 = 366 * 24 * 3600

    /// To be kept. What X did not tell anew stays as it is (RFC 6749, sections 5.1 and 6).
    func secrets(of account: String) -> [String: Secret] {
        var secrets = [
            TwitterKey.bearer(of: account): Secret(token),
            TwitterKey.bearerFrom(of: account): Secret(String(from.milliseconds)),
            TwitterKey.bearerEnd(of: account): Secret(String(end.milliseconds)),
        ]
        if let refresh { secrets[TwitterKey.refresh(of: account)] = Secret(refresh) }
        if !scopes.isEmpty { secrets[TwitterKey.scopes(of: account)] = Secret(scopes) }
        return secrets
    }

    /// Twenty minutes before its end, for X may be down; of a short life the last quarter.
    func renewalDue(at now: Timestamp) -> Timestamp? {
        guard refresh != nil else { return nil }
        return from > now ? now : end - min(.seconds(20 * 60), (end - from) / 4)
    }

    /// Those that messages need and X did not give.
    var missingScopes: [String] {
        let given = Set((scopes.isEmpty ? Self.scopes : [scopes]).joined(separator: " ").split(separator: " "))
        return ["dm.read", "dm.write"].filter { !given.contains($0[...]) }
    }
}
