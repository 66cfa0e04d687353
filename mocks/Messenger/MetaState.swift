internal import Foundation
internal import MockPlatform

/// An app, and what it has set up through the API.
struct AppRecord: Sendable {
    /// The app-level webhook.
    struct Subscription: Sendable {
        var callbackURL: String
        var verifyToken: String
        var fields: [String]
        var isActive = true
    }

    var app: MockApp
    var subscription: Subscription?
    var usage = UsageMeter()

    init(_ app: MockApp) {
        self.app = app
    }
}

/// A page, and what apps have set up for it.
struct PageRecord: Sendable {
    struct Subscription: Sendable {
        /// `nil`: the app is installed and gets nothing.
        var fields: [String]?
    }

    var page: MockPage
    var subscriptions: [String: Subscription] = [:]
    var profile: [JSON.Member] = []
    var usage = UsageMeter()

    init(_ page: MockPage) {
        self.page = page
    }
}

/// Everything the mock remembers, behind one lock.
struct MetaState: Sendable {
    struct Pair: Hashable, Sendable {
        let user: String
        let app: String
    }

    var configuration: MockMetaConfiguration
    var baseURL = ""
    var apps: [String: AppRecord] = [:]
    var users: [String: MockFacebookUser] = [:]
    var pages: [String: PageRecord] = [:]
    var pageOrder: [String] = []
    var people = PeopleRegister()
    var conversations: [String: Conversation] = [:]
    var tokens: [String: AccessToken] = [:]
    var grants: [Pair: Grant] = [:]
    var codes: [String: LoginCode] = [:]
    var content = ContentStore()
    var failing: [String: WebhookFailures] = [:]
    /// What is held back for a batch; `nil` while nothing is.
    var collected: [AddressedEvent]?
    private var lastID = 0

    init(_ configuration: MockMetaConfiguration) {
        self.configuration = configuration
        for app in configuration.apps { apps[app.id] = AppRecord(app) }
        for user in configuration.users { users[user.id] = user }
        for page in configuration.pages { put(page) }
        for person in configuration.people { people.put(person) }
    }

    /// Where the content network is found.
    var contentOrigin: String { configuration.contentOrigin ?? baseURL }

    mutating func put(_ page: MockPage) {
        if pages[page.id] == nil { pageOrder.append(page.id) }
        pages[page.id, default: PageRecord(page)].page = page
    }

    /// By id or by user name, which is not case-sensitive.
    func page(named name: String) -> MockPage? {
        if let record = pages[name] { return record.page }
        return pages.values.first { $0.page.username.lowercased() == name.lowercased() }?.page
    }

    /// A number nobody else has, with so many digits.
    mutating func newID(digits: Int) -> String {
        lastID += 1
        let tail = String(lastID * 7919 % 1_000_000_000)
        return "7" + String(repeating: "0", count: max(0, digits - 1 - tail.count)) + tail
    }
}
