internal import Foundation
internal import MockPlatform

/// Everything the mock remembers, behind one lock.
struct XState: Sendable {
    /// Two accounts in an order, or an app and an account.
    struct Pair: Hashable, Sendable {
        let first: String
        let second: String
    }

    var configuration: MockXConfiguration
    var baseURL = ""
    var apps: [String: MockXApp] = [:]
    var appOrder: [String] = []
    var accounts: [String: MockXAccount] = [:]
    var accountOrder: [String] = []
    /// Who (first) follows whom (second).
    var follows: Set<Pair> = []
    /// Who (first) has blocked whom (second).
    var blocks: Set<Pair> = []
    var requestTokens: [String: RequestToken] = [:]
    var userTokens: [String: UserToken] = [:]
    /// Whose each app-only token is.
    var bearers: [String: String] = [:]
    var codes: [String: AuthorizationCode] = [:]
    var accessTokens: [String: AccessToken] = [:]
    var nonces = NonceRegister()
    var meters: [RateMeter.Key: RateMeter] = [:]
    var conversations: [String: Conversation] = [:]
    /// The conversation of each message.
    var places: [String: String] = [:]
    var media: [String: MediaItem] = [:]
    var webhooks: [WebhookRecord] = []
    var subscriptions: [AccountSubscription] = []
    var activities: [ActivitySubscription] = []
    /// What can be replayed.
    var published: [EventPost] = []
    /// What is held back for a batch; `nil` while nothing is.
    var collected: [AccountEvent]?
    private var lastID = 0

    init(_ configuration: MockXConfiguration) {
        self.configuration = configuration
        for app in configuration.apps { put(app) }
        for account in configuration.accounts { put(account) }
    }

    /// What stands in for `https://ton.twitter.com`.
    var mediaOrigin: String { configuration.mediaOrigin ?? baseURL }

    mutating func put(_ app: MockXApp) {
        if apps[app.id] == nil { appOrder.append(app.id) }
        apps[app.id] = app
    }

    mutating func put(_ account: MockXAccount) {
        if accounts[account.id] == nil { accountOrder.append(account.id) }
        accounts[account.id] = account
    }

    func app(consumerKey: String) -> MockXApp? {
        apps.values.first { $0.consumerKey == consumerKey }
    }

    /// By id or by screen name, which is not case-sensitive and may have its `@`.
    func account(named name: String) -> MockXAccount? {
        if let account = accounts[name] { return account }
        let screenName = name.drop { $0 == "@" }.lowercased()
        return accounts.values.first { $0.screenName.lowercased() == screenName }
    }

    /// A number nobody else has, which grows with the time and by one at least (X calls it a snowflake).
    mutating func newID(at now: Date) -> String {
        let milliseconds = Int((now.timeIntervalSince1970 * 1000).rounded(.down)) - 1_288_834_974_657
        lastID = max(lastID + 1, milliseconds << 22)
        return String(lastID)
    }
}
