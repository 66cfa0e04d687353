/// An app of a developer, with its credentials and settings.
public struct MockApp: Sendable {
    public var id: String
    public var secret: String
    public var name: String
    /// In development mode only people with a role in the app exist for it.
    public var isLive = true
    /// Calls with a user's or a page's token must carry `appsecret_proof`.
    public var requiresProof = false
    /// The feature Human Agent is approved.
    public var hasHumanAgent = true
    /// Temporarily blocked for a breach of policy.
    public var isBlocked = false
    /// Permissions by the id of a configuration of Facebook Login for Business.
    public var loginConfigurations: [String: [String]] = [:]
    public var deauthorizeURL = ""
    public var dataDeletionURL = ""

    public init(id: String = "123456789012345", secret: String = "mock-app-secret", name: String = "Mock app") {
        self.id = id
        self.secret = secret
        self.name = name
    }

    /// Meta's own app in which a page's people read and answer its messages.
    public static let pageInbox = "263902037430900"

    /// What connectors usually follow.
    public static let usualFields = [
        "messages", "message_deliveries", "message_reads", "message_echoes", "messaging_postbacks", "messaging_optins",
        "messaging_referrals", "messaging_handovers", "standby", "message_reactions", "message_edits",
    ]

    /// What stands for the app itself instead of a token.
    var token: String { "\(id)|\(secret)" }
}
