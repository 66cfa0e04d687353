import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing

/// An app of X as its settings describe it, ready to be called.
struct TwitterApp {
    /// Whose word a call is.
    enum Caller {
        /// The app's own, by a token that only reads.
        case app(token: String)
        /// Signed with the app's secret alone: before an account has been granted.
        case consumer
        /// An account's, or what stands for one while it logs in.
        case user(token: String, secret: String)
        /// An account's that signed in by OAuth 2.0, which X takes for v2 only.
        case bearer(token: String)

        var isBearer: Bool { if case .bearer = self { true } else { false } }

        /// Whether messages and files go by v1.1.
        func isLegacy(_ app: AppAccess) -> Bool { !isBearer && ActivityKind(app).isLegacy }
    }

    let consumerKey: String
    private let consumerSecret: String
    private let base: String?
    private let clock: any WallClock
    private let nonce: @Sendable () -> String

    /// Throws where the settings cannot make a call.
    init(_ app: AppAccess, _ signing: TwitterSigning) throws(SendFailure) {
        guard let key = app.settings[TwitterKey.consumerKey], !key.isEmpty,
            let secret = app.secrets.current(TwitterKey.consumerSecret)?.reveal(), !secret.isEmpty
        else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "The app has no API key or no API key secret. Fill them in from X's developer portal.")
        }
        consumerKey = key
        consumerSecret = secret
        base = app.settings[TwitterKey.base].flatMap { $0.isEmpty ? nil : $0 }
        clock = signing.clock
        nonce = signing.nonce
    }

    /// X's hosts: the same API has two names, and what is called is what is signed.
    enum Host: String, CaseIterable {
        case api = "https://api.x.com"
        case upload = "https://upload.twitter.com"
        case pages = "https://x.com"
        /// Files of direct messages.
        case files = "https://ton.twitter.com"
    }

    static func hosts(of app: AppAccess) -> Set<String> {
        if let base = app.settings[TwitterKey.base], !base.isEmpty {
            return ConfinedTransport.hostAndPort(of: base).map { [$0] } ?? []
        }
        return Set([Host.api, .upload, .files].compactMap { ConfinedTransport.hostAndPort(of: $0.rawValue) })
    }

    func url(_ host: Host, _ path: String) -> String {
        var base = base ?? host.rawValue
        while base.hasSuffix("/") { base.removeLast() }
        return "\(base)/\(path)"
    }

    /// - Parameters:
    ///   - path: as `2/users/me`, of ids and names only.
    ///   - query: signed along with it.
    ///   - extra: `oauth_callback` and its like, which go into the header.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(name: String, value: String)] = [],
        at host: Host = .api, extra: [(name: String, value: String)] = [], as caller: Caller
    ) -> HTTPCall {
        let words = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let url = url(host, path) + (words.isEmpty ? "" : "?" + words.joined(separator: "&"))
        return signed(HTTPCall(method: method, url: url), extra: extra, as: caller)
    }

    /// With a form, which is signed.
    func call(
        _ path: String, form: [(name: String, value: String)], at host: Host = .api, as caller: Caller
    ) -> HTTPCall {
        var call = HTTPCall(method: .post, url: url(host, path))
        call.headers[.contentType] = "application/x-www-form-urlencoded"
        call.body = FormBody.encode(form)
        return signed(call, form: form, as: caller)
    }

    /// With JSON, which is not.
    func call(
        _ method: HTTPRequest.Method, _ path: String, json: some Encodable, as caller: Caller
    ) throws(SendFailure) -> HTTPCall {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(json) else {
            throw SendFailure(
                code: "unreadableText", disposition: .giveUp, explanation: "The message cannot be written as JSON.")
        }
        var call = HTTPCall(method: method, url: url(.api, path))
        call.headers[.contentType] = "application/json"
        call.body = Array(body)
        return signed(call, as: caller)
    }

    /// X: application-only authentication. Asking again gives the same token.
    func tokenCall() -> HTTPCall {
        let pair = "\(PercentEncoding.encode(consumerKey)):\(PercentEncoding.encode(consumerSecret))"
        var call = HTTPCall(method: .post, url: url(.api, "oauth2/token"))
        call.headers[.contentType] = "application/x-www-form-urlencoded"
        call.headers[.authorization] = "Basic " + Base64.encode(Array(pair.utf8))
        call.body = FormBody.encode([(name: "grant_type", value: "client_credentials")])
        return call
    }

    func signed(
        _ call: HTTPCall, form: [(name: String, value: String)] = [], extra: [(name: String, value: String)] = [],
        as caller: Caller
    ) -> HTTPCall {
        var call = call
        let user: (token: String, secret: String)?
        switch caller {
        case .app(let token), .bearer(let token):
            call.headers[.authorization] = "Bearer \(token)"
            return call
        case .consumer: user = nil
        case .user(let token, let secret): user = (token, secret)
        }
        call.headers[.authorization] = OAuth1Signature.header(
            for: call.method, call.url, form: form, extra: extra,
            as: OAuth1Credentials(
                consumerKey: consumerKey, consumerSecret: consumerSecret, token: user?.token,
                tokenSecret: user?.secret),
            nonce: nonce(), at: clock.now.milliseconds / 1000)
        return call
    }
}

/// What a signature needs beside the secrets: the moment, and a word that was never used before.
struct TwitterSigning: Sendable {
    let clock: any WallClock
    let nonce: @Sendable () -> String
}

extension AppAccess {
    /// The account's own tokens, if it has been connected: of the kind that the settings have chosen, or whichever there is.
    func caller(_ account: String, at now: Timestamp) throws(SendFailure) -> TwitterApp.Caller {
        let signed = signedCaller(account)
        if let tokens = TwitterTokens(of: account, in: secrets), TwitterSettings.OAuth.isSecond(self) || signed == nil {
            if now < tokens.end { return .bearer(token: tokens.token) }
            // The gateway is about to get the next one, where it can.
            throw tokens.refresh == nil ? Self.endedLogin : Self.pendingRenewal
        }
        guard let signed else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "There is no access token for this account. Sign in with it again.")
        }
        return signed
    }

    private func signedCaller(_ account: String) -> TwitterApp.Caller? {
        guard TwitterAddress.isID(account),
            let token = secrets.current(TwitterKey.accessToken(of: account))?.reveal(), !token.isEmpty,
            let secret = secrets.current(TwitterKey.accessTokenSecret(of: account))?.reveal(), !secret.isEmpty
        else { return nil }
        return .user(token: token, secret: secret)
    }

    private static let endedLogin = SendFailure(
        code: "credentialsRefused", disposition: .reconnect,
        explanation: "The account's login has ended, and X does not renew it. Connect the account again.")
    private static let pendingRenewal = SendFailure(
        code: "renewalPending", disposition: .retry(after: .seconds(15)),
        explanation: "The account's access token has ended, and X has not given the next one yet.")
}
