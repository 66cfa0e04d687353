import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// A Twilio account as an app's settings describe it, ready to be called.
struct TwilioAccount {
    private let sid: String
    private let base: String
    private let authorization: String

    /// Throws where the settings cannot make a call.
    init(_ app: AppAccess) throws(SendFailure) {
        guard let sid = app.settings[Key.accountSid], !sid.isEmpty, sid.utf8.allSatisfy(Self.isLetterOrDigit),
            let credentials = Self.credentials(of: app, accountSid: sid)
        else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "The app has no Twilio account SID or no auth token. Fill them in from Twilio's console.")
        }
        self.sid = sid
        self.base = Self.apiBase(of: app)
        self.authorization = "Basic " + Base64.encode(Array(credentials.utf8))
    }

    /// The collection of the account's messages: POST creates one, GET lists them.
    var messagesURL: String { "\(base)/2010-04-01/Accounts/\(sid)/Messages.json" }

    var accountURL: String { "\(base)/2010-04-01/Accounts/\(sid).json" }

    /// The collection of the account's numbers.
    var numbersURL: String { "\(base)/2010-04-01/Accounts/\(sid)/IncomingPhoneNumbers.json" }

    func numberURL(_ number: String) -> String {
        "\(base)/2010-04-01/Accounts/\(sid)/IncomingPhoneNumbers/\(number).json"
    }

    func messageURL(_ message: String) -> String { "\(base)/2010-04-01/Accounts/\(sid)/Messages/\(message)" }

    /// Whether an address is that of a file of this account's messages: of its scheme, host and port to the letter, and
    /// below its own messages.
    func isMedia(_ url: String) -> Bool {
        let start = "\(base)/2010-04-01/Accounts/\(sid)/Messages/"
        return url.hasPrefix(start)
            && url.dropFirst(start.count).utf8.allSatisfy {
                Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "/")
            }
    }

    /// The address of a `next_page_uri`, which Twilio gives from the root of the host.
    func url(ofPath path: String) -> String? {
        path.hasPrefix("/") && !path.hasPrefix("//") ? base + path : nil
    }

    func call(_ method: HTTPRequest.Method, _ url: String) -> HTTPCall {
        HTTPCall(
            method: method, url: url,
            headers: [.authorization: authorization, .accept: "application/json"],
            timeout: .seconds(15))
    }

    /// Twilio, API requests: HTTP Basic, either the account's SID and auth token or an API key's SID and secret.
    private static func credentials(of app: AppAccess, accountSid: String) -> String? {
        if let key = app.settings[Key.apiKeySid], !key.isEmpty,
            let secret = app.secrets.current(Key.apiKeySecret)?.reveal(), !secret.isEmpty
        {
            return "\(key):\(secret)"
        }
        guard let token = app.secrets.current(Key.authToken)?.reveal(), !token.isEmpty else { return nil }
        return "\(accountSid):\(token)"
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension TwilioAccount {
    /// The names of the settings.
    enum Key {
        static let accountSid = "accountSid"
        static let authToken = "authToken"
        static let apiKeySid = "apiKeySid"
        static let apiKeySecret = "apiKeySecret"
        static let webhookSharedKey = "webhookSharedKey"
        static let apiBase = "apiBase"
    }

    static let settings = [
        SettingsField(
            key: Key.accountSid, label: "Account SID", help: "Begins with AC; on the first page of Twilio's console.",
            kind: .text(pattern: "AC[0-9a-fA-F]{32}")),
        SettingsField(
            key: Key.authToken, label: "Auth token",
            help: "The primary one: Twilio signs with it. A secondary token signs nothing until it is promoted.",
            kind: .secret),
        SettingsField(
            key: Key.apiKeySid, label: "API key SID",
            help: "Begins with SK. With a key and its secret, messages are sent by the key, not by the auth token.",
            kind: .text(pattern: "SK[0-9a-fA-F]{32}"), isRequired: false),
        SettingsField(key: Key.apiKeySecret, label: "API key secret", kind: .secret, isRequired: false),
        SettingsField(
            key: Key.webhookSharedKey, label: "Webhook shared key",
            help: "Only where the account signs its webhooks with a shared key in place of the auth token.",
            kind: .secret, isRequired: false),
        SettingsField(
            key: Key.apiBase, label: "API address", help: "Another only for a Twilio region or a test.", kind: .url,
            isRequired: false, standard: standardBase),
    ]

    private static let standardBase = "https://api.twilio.com"

    static func apiBase(of app: AppAccess) -> String {
        var base = app.settings[Key.apiBase] ?? standardBase
        while base.hasSuffix("/") { base.removeLast() }
        return base.isEmpty ? standardBase : base
    }
}
