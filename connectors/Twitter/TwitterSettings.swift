import ConnectorKit
import GatewayModel

/// What an administrator fills in for an app of X's developer portal, and what X grants on the way.
enum TwitterSettings {
    static let fields = [
        SettingsField(
            key: TwitterKey.consumerKey, label: "API key",
            help: "From “Keys and tokens” in the app's page at X's developer portal.",
            kind: .text(pattern: "[A-Za-z0-9_-]{1,200}")),
        SettingsField(
            key: TwitterKey.consumerSecret, label: "API key secret",
            help: "From the same place. Regenerate it there, and it must be entered anew here.", kind: .secret),
        SettingsField(
            key: TwitterKey.activity, label: "How events come",
            help: "Which API your access at X has: account-activity-2 (v2), account-activity-1 (enterprise v1.1) or "
                + "x-activity.",
            kind: .choice(ActivityKind.allCases.map(\.rawValue)), isRequired: false,
            standard: ActivityKind.accountActivity2.rawValue),
        SettingsField(
            key: TwitterKey.signIn, label: "How signing in ends",
            help:
                "return: X sends the browser back to the gateway, whose address /connecting/returned must be among the "
                + "app's callback URLs. pin: X shows a PIN to be typed here; OAuth 2.0 has none.",
            kind: .choice([SignIn.comesBack, SignIn.pin]), isRequired: false, standard: SignIn.comesBack),
        SettingsField(
            key: TwitterKey.oauth, label: "How accounts sign in",
            help:
                "oauth-1 for OAuth 1.0a, whose tokens do not end. oauth-2 for OAuth 2.0, where your access at X takes "
                + "nothing else: the gateway renews it every two hours, customers do not see that you type or have read, "
                + "and X does not tell who may write to the account.",
            kind: .choice([OAuth.first, OAuth.second]), isRequired: false, standard: OAuth.first),
        SettingsField(
            key: TwitterKey.clientID, label: "Client ID",
            help: "For oauth-2: from “OAuth 2.0 Client ID and Client Secret” in the same place.",
            kind: .text(pattern: "[A-Za-z0-9_.:=-]{1,200}"), isRequired: false),
        SettingsField(
            key: TwitterKey.clientSecret, label: "Client secret",
            help: "For oauth-2: from the same place. None for an app that X calls a public client.", kind: .secret,
            isRequired: false),
        SettingsField(
            key: TwitterKey.base, label: "Another address of X's API",
            help: "For tests: takes the place of api.x.com and of X's other hosts.", kind: .url, isRequired: false),
    ]

    /// What may be refused, and must then be entered anew.
    static let credentials = fields.filter { [TwitterKey.consumerKey, TwitterKey.consumerSecret].contains($0.key) }

    /// What decides how an account signs in.
    static let waysIn = fields.filter {
        [TwitterKey.activity, TwitterKey.oauth, TwitterKey.clientID, TwitterKey.clientSecret].contains($0.key)
    }

    /// By which kind of OAuth accounts sign in.
    enum OAuth {
        static let first = "oauth-1"
        static let second = "oauth-2"

        static func isSecond(_ app: AppAccess) -> Bool { app.settings[TwitterKey.oauth] == second }
    }

    /// How X ends a login.
    enum SignIn {
        static let comesBack = "return"
        static let pin = "pin"
    }
}

/// Which of X's APIs tells of direct messages. They differ in who has access to them, in their paths and in their words.
enum ActivityKind: String, CaseIterable {
    case accountActivity2 = "account-activity-2"
    case accountActivity1 = "account-activity-1"
    case xActivity = "x-activity"

    init(_ app: AppAccess) {
        self = app.settings[TwitterKey.activity].flatMap(ActivityKind.init) ?? .accountActivity2
    }

    /// Whether messages are sent and files uploaded by v1.1 as well.
    var isLegacy: Bool { self == .accountActivity1 }
}
