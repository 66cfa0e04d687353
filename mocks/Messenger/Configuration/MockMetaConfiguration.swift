/// The apps, Facebook users, pages and manners of a mock Meta.
public struct MockMetaConfiguration: Sendable {
    public var apps: [MockApp]
    public var users: [MockFacebookUser]
    public var pages: [MockPage]
    /// Who writes to the pages; others come into being when they first do something.
    public var people: [MockPersonProfile]
    public var lifetimes = Lifetimes()
    public var retries = WebhookRetries()
    public var usageLimits = UsageLimits()
    /// The answer to an exchange names no `expires_in`, as sometimes happens.
    public var omitsExpiry = false
    /// A further subscription adds its fields to those that are there, as some have seen, and does not replace them.
    public var subscribingAddsFields = false
    /// Events tell their time in seconds, as sometimes happens, and not in milliseconds.
    public var tellsSeconds = false
    /// What stands in for `https://scontent.xx.fbcdn.net`, where it is not the mock's own address.
    public var contentOrigin: String?
    /// A file that is larger is refused.
    public var largestFile = 25 * 1024 * 1024
    /// 0 lets the system choose a port.
    public var port: Int
    /// Where public origins are really found, as `https://gateway.example` to `http://127.0.0.1:8080`.
    public var origins: [String: String] = [:]

    public init(
        apps: [MockApp] = [MockApp()], users: [MockFacebookUser] = MockFacebookUser.samples,
        pages: [MockPage] = MockPage.samples, people: [MockPersonProfile] = MockPersonProfile.samples, port: Int = 0
    ) {
        self.apps = apps
        self.users = users
        self.pages = pages
        self.people = people
        self.port = port
    }

    /// How long things stay valid.
    public struct Lifetimes: Sendable {
        public var code = Duration.seconds(600)
        public var shortToken = Duration.seconds(5400)
        public var longToken = Duration.seconds(60 * 86_400)
        public var dataAccess = Duration.seconds(90 * 86_400)
        /// Of the signed addresses of the content network.
        public var link = Duration.seconds(3600)

        public init() {}
    }

    /// How webhooks are tried again. Meta's own pages disagree; these are the rules of the Messenger pages for
    /// disabling, and those of the Graph API for retries.
    public struct WebhookRetries: Sendable {
        /// From the connection to the last byte of the answer.
        public var patience = Duration.seconds(20)
        /// After the first retry, which comes at once; the next one waits twice as long.
        public var second = Duration.seconds(15)
        public var longest = Duration.seconds(7200)
        /// What was not taken by then is dropped.
        public var giveUp = Duration.seconds(36 * 3600)
        /// The developers are told after failures for this long.
        public var alert = Duration.seconds(900)
        /// The page's subscription ends after failures for this long.
        public var disable = Duration.seconds(3600)

        public init() {}
    }

    /// How many calls an hour make the 100 percent of the usage headers.
    public struct UsageLimits: Sendable {
        public var app = 1_000_000
        public var page = 1_000_000

        public init() {}
    }
}
