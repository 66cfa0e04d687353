import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing

/// A Meta app as its settings describe it, ready to be called.
struct MetaApp {
    let id: String
    private let secret: String
    private let base: String
    private let version: String

    /// Throws where the settings cannot make a call.
    init(_ app: AppAccess) throws(SendFailure) {
        guard let id = app.settings[Key.appID], MessengerAddress.isID(id),
            let secret = app.secrets.current(Key.appSecret)?.reveal(), !secret.isEmpty
        else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "The app has no id or no app secret. Fill them in from Meta's app dashboard.")
        }
        self.id = id
        self.secret = secret
        base = Self.base(of: app, Key.graphBase, standard: Self.standardGraph)
        version = app.settings[Key.version] ?? Self.standardVersion
    }

    /// Meta: an app's own access token.
    var token: String { "\(id)|\(secret)" }

    /// A call of the Graph API. The token goes into a header, so that no log of addresses has it; the proof that it is
    /// ours to use goes into the query, where Meta wants it.
    ///
    /// - Parameter path: as `111/messages`, of ids and names only.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(name: String, value: String)] = [], as token: String
    ) -> HTTPCall {
        var query = query
        if token != self.token { query.append((name: "appsecret_proof", value: proof(of: token))) }
        var call = open(method, path, query)
        call.headers[.authorization] = "Bearer \(token)"
        return call
    }

    /// Meta: exchanging codes and tokens, which the app's secret vouches for.
    func exchange(_ parameters: [(name: String, value: String)]) -> HTTPCall {
        open(
            .get, "oauth/access_token",
            [(name: "client_id", value: id), (name: "client_secret", value: secret)] + parameters)
    }

    private func open(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(name: String, value: String)]
    ) -> HTTPCall {
        let text = String(decoding: FormBody.encode(query), as: UTF8.self)
        return HTTPCall(
            method: method, url: "\(base)/\(version)/\(path)" + (text.isEmpty ? "" : "?\(text)"),
            headers: [.accept: "application/json"], timeout: .seconds(15), maximumReplyBytes: 4 << 20)
    }

    /// Meta, securing API requests: the HMAC-SHA256 of the token under the app secret, in hexadecimal digits.
    private func proof(of token: String) -> String {
        Hex.encode(Hash.sha256.hmac(key: Array(secret.utf8), Array(token.utf8)))
    }

    /// What Meta sends back when the webhook address is saved: as it was entered or, where nobody did, made of the
    /// secret, so that there is one whenever the gateway saves the address itself.
    static func verifyTokens(of app: AppAccess) -> [String] {
        let entered = app.secrets.all(Key.verifyToken).map { $0.reveal() }
        let made = app.secrets.all(Key.appSecret).map { secret in
            Hex.encode(Hash.sha256.hmac(key: Array(secret.reveal().utf8), Array("webhook verify token".utf8)))
        }
        return (entered + made).filter { !$0.isEmpty }
    }

    static func base(of app: AppAccess, _ key: String, standard: String) -> String {
        var base = app.settings[key] ?? standard
        while base.hasSuffix("/") { base.removeLast() }
        return base.isEmpty ? standard : base
    }
}

extension MetaApp {
    /// The names of the settings, and of what Meta grants.
    enum Key {
        static let appID = "appID"
        static let appSecret = "appSecret"
        static let verifyToken = "verifyToken"
        static let loginConfiguration = "loginConfiguration"
        static let version = "version"
        static let graphBase = "graphBase"
        static let dialogBase = "dialogBase"
        static let humanAgent = "humanAgent"
        /// The long-lived token of whoever connected the app.
        static let userToken = "userToken"

        /// The token of a page, made of the user's.
        static func pageToken(of page: String) -> String { "pageToken.\(page)" }
    }

    static let standardGraph = "https://graph.facebook.com"
    static let standardDialog = "https://www.facebook.com"
    static let standardVersion = "v26.0"

    static let credentials = [
        SettingsField(
            key: Key.appID, label: "App ID", help: "Digits; in Meta's app dashboard, under App settings, Basic.",
            kind: .text(pattern: "[0-9]{1,32}")),
        SettingsField(
            key: Key.appSecret, label: "App secret", help: "Beside the app ID. Meta signs webhooks with it.",
            kind: .secret),
    ]

    static let settings =
        credentials + [
            SettingsField(
                key: Key.verifyToken, label: "Verify token",
                help: "Only where somebody enters the webhook address in Meta's dashboard by hand.", kind: .secret,
                isRequired: false),
            SettingsField(
                key: Key.loginConfiguration, label: "Login configuration",
                help: "The configuration ID of Facebook Login for Business, where the app uses that.",
                kind: .text(pattern: "[0-9]{1,32}"), isRequired: false),
            SettingsField(
                key: Key.version, label: "API version", help: "Another only where the app is held to it.",
                kind: .text(pattern: "v[0-9]{1,3}\\.[0-9]"), isRequired: false, standard: standardVersion),
            SettingsField(
                key: Key.graphBase, label: "API address", help: "Another only for a test.", kind: .url,
                isRequired: false, standard: standardGraph),
            SettingsField(
                key: Key.dialogBase, label: "Login address", help: "Another only for a test.", kind: .url,
                isRequired: false, standard: standardDialog),
        ]

    static let connectionSettings = [
        SettingsField(
            key: Key.humanAgent, label: "Human agent",
            help: "on: persons may answer up to seven days after a customer's last word. Meta must have approved the "
                + "Human Agent feature for the app.", kind: .choice(["off", "on"]), isRequired: false,
            standard: "off")
    ]
}
