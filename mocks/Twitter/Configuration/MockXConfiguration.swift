/// The apps, accounts and manners of a mock X.
public struct MockXConfiguration: Sendable {
    public var apps: [MockXApp]
    /// Businesses that log in, and people who write to them; other people come into being when they first do something.
    public var accounts: [MockXAccount]
    /// By which addresses the API is known to the world. A call is taken that was signed for one of them, or for the
    /// address that was really called.
    public var publicBaseURLs = [
        "https://api.x.com", "https://api.twitter.com", "https://upload.x.com", "https://upload.twitter.com",
        "https://ton.twitter.com",
    ]
    /// How far the timestamp of a signed call may be off.
    public var skew = Duration.seconds(300)
    /// A call that was heard before is refused.
    public var refusesRepeatedNonces = true
    public var webhooks = WebhookRules()
    public var lifetimes = Lifetimes()
    public var limits = XLimits()
    /// What stands in for `https://ton.twitter.com` in events, where it is not the mock's own address.
    public var mediaOrigin: String?
    /// How long films and moving pictures are processed.
    public var mediaProcessing = Duration.seconds(2)
    /// Processing ends with a failure.
    public var failsProcessing = false
    /// Answers show a subscription of the X Activity API one level deeper, as X's OpenAPI file has it.
    public var nestsActivitySubscriptions = false
    /// Webhooks may be at plain addresses of this machine, with a port.
    public var acceptsLoopbackWebhooks = false
    /// 0 lets the system choose a port.
    public var port: Int
    /// Where public origins are really found, as `https://gateway.example` to `http://127.0.0.1:8080`. An origin that
    /// stands here need not keep the rules for addresses of webhooks.
    public var origins: [String: String] = [:]

    public init(
        apps: [MockXApp] = [MockXApp()], accounts: [MockXAccount] = MockXAccount.samples, port: Int = 0
    ) {
        self.apps = apps
        self.accounts = accounts
        self.port = port
    }

    /// How webhooks are called, tried again and found invalid.
    public struct WebhookRules: Sendable {
        /// From the connection to the last byte of the answer.
        public var patience = Duration.seconds(3)
        /// Before each further attempt; then an event is dropped.
        public var retries = [Duration.seconds(3), .seconds(27), .seconds(242)]
        /// Between two challenges; `nil` for none but those that are asked for.
        public var challengePeriod: Duration? = .seconds(3600)
        /// After so long without a success, failures that may pass make a webhook invalid.
        public var grace = Duration.seconds(28 * 3600)

        public init() {}
    }

    /// How long things stay valid.
    public struct Lifetimes: Sendable {
        /// Of a code of OAuth 2.0.
        public var code = Duration.seconds(30)
        /// Of an access token of OAuth 2.0.
        public var accessToken = Duration.seconds(7200)
        public var media = Duration.seconds(86_400)
        /// How far back messages are listed.
        public var history = Duration.seconds(30 * 86_400)
        /// How far back events are replayed.
        public var replay = Duration.seconds(5 * 86_400)

        public init() {}
    }
}
