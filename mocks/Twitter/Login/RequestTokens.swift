internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

extension XRoute {
    /// Logging in by both kinds of OAuth, and ending it.
    static let signingRoutes = [
        XRoute(.post, "/oauth/request_token", .requestToken, by: .none, MockX.requestToken),
        XRoute(.post, "/oauth/access_token", .accessToken, by: .none, MockX.accessToken),
        XRoute(.post, "/1.1/oauth/invalidate_token", .invalidateToken, by: .signed, MockX.invalidateToken),
        XRoute(.post, "/oauth2/token", .appToken, by: .none, MockX.appToken),
        XRoute(.post, "/2/oauth2/token", .exchangeCode, by: .none, MockX.exchangeCode),
        XRoute(.post, "/2/oauth2/revoke", .revokeToken, by: .none, MockX.revokeToken),
    ]
}

/// A token of OAuth 1.0a and its secret.
public struct XUserToken: Sendable, Equatable {
    public let token: String
    public let secret: String

    public init(token: String, secret: String) {
        self.token = token
        self.secret = secret
    }
}

extension MockX {
    /// An account's token for an app, as if its owner had gone through the pages; the one that is there, if there is one
    /// and it can do what a new one could.
    public func token(of account: String, app: String) -> XUserToken {
        state.withLock { state in
            let token = state.grantToken(app: app, account: state.account(named: account)?.id ?? account)
            return XUserToken(token: token.value, secret: token.secret)
        }
    }

    /// `POST /oauth/request_token`: a token with which a browser is sent to log in.
    func requestToken(_ call: XCall) async throws(XError) -> XAnswer {
        let now = clock.now
        return try locked { state throws(XError) in
            guard let oauth = OAuthParameters(call.request) else { throw .coded(215) }
            let app = try state.signingApp(oauth)
            try state.check(call.request, oauth, app, tokenSecret: "", at: now)
            let callback = oauth["callback"] ?? ""
            if callback != "oob" {
                guard !app.callbackURLs.isEmpty else { throw .coded(417) }
                guard app.callbackURLs.contains(callback) else { throw .coded(415) }
            }
            let token = RequestToken(
                value: SecureRandom.token(20), secret: SecureRandom.token(24), app: app.id, callback: callback)
            state.requestTokens[token.value] = token
            return .form(
                FormFields([
                    "oauth_token": token.value, "oauth_token_secret": token.secret, "oauth_callback_confirmed": "true",
                ]))
        }
    }

    /// `POST /oauth/access_token`: what the owner's consent is worth.
    func accessToken(_ call: XCall) async throws(XError) -> XAnswer {
        let now = clock.now
        return try locked { state throws(XError) in
            guard let oauth = OAuthParameters(call.request) else { throw .coded(215) }
            let app = try state.signingApp(oauth)
            guard let asked = state.requestTokens[oauth["token"] ?? ""], asked.app == app.id else {
                throw .coded(89, "Request token missing.")
            }
            try state.check(call.request, oauth, app, tokenSecret: asked.secret, at: now)
            guard case .authorized(let id, let verifier) = asked.outcome, oauth["verifier"] == verifier,
                let account = state.accounts[id]
            else { throw .coded(32, "Error processing your OAuth request: Invalid oauth_verifier parameter") }
            state.requestTokens[asked.value] = nil
            let token = state.grantToken(app: app.id, account: account.id)
            return .form(
                FormFields([
                    "oauth_token": token.value, "oauth_token_secret": token.secret, "user_id": account.id,
                    "screen_name": account.screenName,
                ]))
        }
    }

    /// `POST /1.1/oauth/invalidate_token`: the app gives its token back.
    func invalidateToken(_ call: XCall) async throws(XError) -> XAnswer {
        let (app, account) = (try call.app(), try call.account())
        let value = OAuthParameters(call.request)?["token"] ?? ""
        state.withLock { state in
            state.userTokens[value] = nil
            state.endSubscriptions(of: account.id, app: app.id)
        }
        return .json(["access_token": .string(value)])
    }
}

extension XState {
    /// The token that an account's consent gives an app. It stays the same until it must be made anew: because it was
    /// revoked, or because the app may do something else by now.
    mutating func grantToken(app: String, account: String) -> UserToken {
        let level = apps[app]?.permission ?? .read
        let former = userTokens.values.filter { $0.app == app && $0.account == account }
        if let same = former.first(where: { $0.level == level }) { return same }
        for token in former { userTokens[token.value] = nil }
        let token = UserToken(
            value: account + "-" + Hex.encode(SecureRandom.bytes(20)), secret: SecureRandom.token(33), app: app,
            account: account, level: level)
        userTokens[token.value] = token
        return token
    }

    /// Whether the account's owner has let the app in, and has not thought better of it.
    func hasGranted(_ account: String, app: String) -> Bool {
        userTokens.values.contains { $0.app == app && $0.account == account }
            || accessTokens.values.contains { $0.app == app && $0.account == account && !$0.isRevoked }
    }
}
