public import Signing

/// The account, numbers and manners of a mock Twilio.
public struct MockTwilioConfiguration: Sendable {
    public enum AccountStatus: String, Sendable { case active, suspended, closed }
    public enum AccountType: String, Sendable {
        case trial = "Trial"
        case full = "Full"
    }

    /// What webhooks are signed with.
    public enum WebhookKey: Sendable {
        /// HMAC-SHA1 with the account's primary auth token: the documented default.
        case authToken
        /// A shared key (public beta), named in `X-Twilio-Webhooks-Signature-Settings`.
        case shared(sid: String, secret: String, hash: Hash)
    }

    /// How long each step of an outbound message takes.
    public struct Pace: Sendable {
        /// Only for messages through a Messaging Service, which start as `accepted`.
        public var untilQueued: Duration
        public var untilSent: Duration
        public var untilFinal: Duration

        public init(
            untilQueued: Duration = .milliseconds(2), untilSent: Duration = .milliseconds(5),
            untilFinal: Duration = .milliseconds(5)
        ) {
            self.untilQueued = untilQueued
            self.untilSent = untilSent
            self.untilFinal = untilFinal
        }
    }

    public var accountSid: String
    public var authToken: String
    /// Secrets by the sid of their key (`SK…`).
    public var apiKeys: [String: String] = [:]
    public var friendlyName = "Mock account"
    public var accountStatus = AccountStatus.active
    public var accountType = AccountType.full
    public var numbers: [MockNumber]
    public var messagingServices: [MockMessagingService] = []
    public var webhookKey = WebhookKey.authToken
    public var pace = Pace()
    /// Fetches each `MediaUrl` before a message is sent, which fails where that fails.
    public var retrievesMedia = false
    /// Requests to the API at the same time; one more is answered 429 with code 20429.
    public var apiConcurrency = Int.max
    /// Added to each request to the API.
    public var apiLatency = Duration.zero
    /// 0 lets the system choose a port.
    public var port: Int
    /// Where public origins are really found, as `https://gateway.example` to `http://127.0.0.1:8080`: webhooks are
    /// signed for the public URL and delivered to the other.
    public var origins: [String: String] = [:]

    public init(
        accountSid: String = "AC00000000000000000000000000000000", authToken: String = "mock-auth-token",
        numbers: [MockNumber] = [MockNumber("+15005550006")], port: Int = 0
    ) {
        self.accountSid = accountSid
        self.authToken = authToken
        self.numbers = numbers
        self.port = port
    }
}
