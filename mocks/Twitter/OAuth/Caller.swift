internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing

/// Who makes a call, and what they may do.
struct Caller: Sendable {
    let app: MockXApp
    /// `nil` for the app itself.
    let account: MockXAccount?
    /// What the token can do; `nil` for the app itself.
    let level: XPermission?
    /// Of a token of OAuth 2.0; `nil` for any other.
    let scopes: Set<String>?
}

extension XState {
    /// Checks whose call this is.
    mutating func caller(_ request: MockRequest, at now: Date) throws(XError) -> Caller {
        if let bearer = request.credentials("bearer") { return try caller(bearing: bearer, at: now) }
        guard let oauth = OAuthParameters(request) else { throw .coded(215) }
        let app = try signingApp(oauth)
        guard let value = oauth["token"], !value.isEmpty else { throw .coded(215) }
        guard let token = userTokens[value], token.app == app.id else { throw .coded(89) }
        try check(request, oauth, app, tokenSecret: token.secret, at: now)
        guard let account = accounts[token.account] else { throw .coded(89) }
        return Caller(app: app, account: account, level: token.level, scopes: nil)
    }

    /// The app whose key a signed call names.
    func signingApp(_ oauth: OAuthParameters) throws(XError) -> MockXApp {
        guard let key = oauth["consumer_key"], oauth["signature"] != nil, oauth["nonce"] != nil,
            oauth["timestamp"] != nil, oauth["signature_method"] == "HMAC-SHA1", oauth["version"] ?? "1.0" == "1.0"
        else { throw .coded(215) }
        guard let app = app(consumerKey: key) else { throw .coded(32) }
        return app
    }

    /// Checks time, signature and nonce of a signed call.
    mutating func check(
        _ request: MockRequest, _ oauth: OAuthParameters, _ app: MockXApp, tokenSecret: String, at now: Date
    ) throws(XError) {
        guard let timestamp = oauth["timestamp"].flatMap(Int.init) else { throw .coded(215) }
        let skew = configuration.skew.seconds
        guard abs(now.timeIntervalSince1970 - Double(timestamp)) <= skew else { throw .coded(135) }
        var parameters = oauth.signed
        if request.isForm { for field in request.form.fields { parameters.append(field.name, field.value) } }
        let given = Array((oauth["signature"] ?? "").utf8)
        let isGood = bases(of: request).contains { base in
            guard
                let text = OAuthSignature.baseString(
                    method: request.method.rawValue, url: base + request.target, parameters: parameters)
            else { return false }
            let made = OAuthSignature.make(text, consumerSecret: app.consumerSecret, tokenSecret: tokenSecret)
            return constantTimeEquals(Array(made.utf8), given)
        }
        guard isGood else { throw .coded(32) }
        let call = [app.consumerKey, oauth["token"] ?? "", "\(timestamp)", oauth["nonce"] ?? ""].joined(separator: " ")
        guard !configuration.refusesRepeatedNonces || nonces.note(call, at: now, keeping: 2 * skew) else {
            throw .coded(32)
        }
        guard !app.isSuspended else { throw .coded(416) }
    }

    /// The addresses for which the call may have been signed: what was called, and the public ones.
    private func bases(of request: MockRequest) -> [String] {
        let host = request.authority ?? WebAddress(baseURL)?.authority ?? ""
        let scheme = request.headers[.init("X-Forwarded-Proto")!] ?? "http"
        return ["\(scheme)://\(host)"] + configuration.publicBaseURLs
    }

    private func caller(bearing bearer: String, at now: Date) throws(XError) -> Caller {
        if let id = bearers[bearer], let app = apps[id] {
            guard !app.isSuspended else { throw .coded(416) }
            return Caller(app: app, account: nil, level: nil, scopes: nil)
        }
        guard let token = accessTokens[bearer], !token.isRevoked, token.expires > now, let app = apps[token.app],
            let account = accounts[token.account]
        else { throw .coded(89) }
        guard !app.isSuspended else { throw .coded(416) }
        return Caller(app: app, account: account, level: Self.level(of: token.scopes), scopes: token.scopes)
    }

    private static func level(of scopes: Set<String>) -> XPermission {
        if scopes.contains("dm.write") { return .readWriteDirectMessages }
        return scopes.contains { $0.hasSuffix(".write") } ? .readWrite : .read
    }
}
