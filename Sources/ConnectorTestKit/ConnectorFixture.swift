public import ConnectorKit
public import GatewayModel
public import HTTPTypes

/// What the conformance suite has to know of a platform to try its connector: how its requests and answers look.
///
/// Write requests and signatures from the platform's documentation, not with the connector's own code: what both
/// share, no test finds.
public protocol ConnectorFixture: Sendable {
    var connector: any Connector { get }

    /// An app with all of its settings, and with every secret of the schema filled in: each at least twelve
    /// characters long and unlike any other, so that the suite recognises it wherever it turns up.
    var app: AppAccess { get }

    /// Our side, in its normal form.
    var ourAddress: Address { get }
    var customer: Address { get }
    /// Somebody else, in the normal form; `nil` where the platform has only one customer.
    var otherCustomer: Address? { get }

    /// The key of the secret that signs webhooks.
    var signingSecret: String { get }
    /// The key of the secret that calls carry or are signed with.
    var callingSecret: String { get }
    /// Where the signature stands.
    var signatureHeader: HTTPField.Name { get }

    /// A copy of the request with the signature that the platform would give it; any earlier one is replaced.
    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest

    /// How many messages one request may carry.
    var messagesPerRequest: Int { get }

    /// A request with these messages from ``customer`` to ``ourAddress``, not signed yet.
    func request(carrying messages: [FixtureMessage]) -> WebhookRequest

    /// A request with this report, not signed yet; `nil` for a status that the platform does not report.
    func request(reporting report: FixtureReport) -> WebhookRequest?

    /// Genuine requests of kinds that the connector cannot know, not signed yet.
    var requestsOfUnknownKind: [WebhookRequest] { get }

    /// The request with one more field in it, by a name that the platform may use some day.
    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest

    /// Paths to which a POST changes nothing: some platforms tell tokens only to those who ask so.
    var questionsByPost: Set<String> { get }

    /// A challenge with this token, not signed; only for a connector that ``AnswersChallenges``.
    func challenge(_ token: String) -> WebhookRequest?

    /// How the platform answers a send; `nil` where it has no such answer.
    func reply(_ answer: PlatformAnswer) -> HTTPReply?

    /// How the platform answers when it is asked for what was sent. Only for a connector that ``LooksUpSends``.
    func reply(listing messages: [FixtureListing]) -> HTTPReply?

    /// Where a file lies that a customer sent to this app, as the documentation shows it. Only for a connector that
    /// ``FetchesMedia``.
    var mediaURL: String? { get }

    /// How the platform answers when it is asked what it calls ``customer``; without a name, how it says that it tells
    /// none. Only for a connector that ``KnowsCustomers``.
    func reply(naming name: String?) -> HTTPReply?
}

extension ConnectorFixture {
    public var messagesPerRequest: Int { 1 }
    public var otherCustomer: Address? { nil }
    public var requestsOfUnknownKind: [WebhookRequest] { [] }
    public var questionsByPost: Set<String> { [] }
    public func challenge(_ token: String) -> WebhookRequest? { nil }
    public func reply(listing messages: [FixtureListing]) -> HTTPReply? { nil }
    public var mediaURL: String? { nil }
    public func reply(naming name: String?) -> HTTPReply? { nil }

    /// ``ourAddress`` as a connection of ``app``, or of another one.
    public func connection(of other: AppAccess? = nil) -> OpenConnection {
        let platform = connector.platform
        return OpenConnection(
            address: ourAddress, app: other ?? app,
            webhookAddress: { "https://gateway.example/hooks/\(platform)/endpoint/\($0)" })
    }
}

/// A message from a customer.
public struct FixtureMessage: Sendable, Hashable {
    /// The platform's.
    public let id: String
    public let text: String

    public init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}

/// The platform's word on a part of ours.
public struct FixtureReport: Sendable, Hashable {
    public let part: PartReference
    public let platformID: String
    public let status: DeliveryStatus

    public init(part: PartReference, platformID: String, status: DeliveryStatus) {
        self.part = part
        self.platformID = platformID
        self.status = status
    }
}

/// How a platform can answer a send.
public enum PlatformAnswer: Sendable, Hashable {
    case accepted(platformID: String)
    case tooManyRequests(retryAfterSeconds: Int?)
    case serverError(status: Int)
    case credentialsRefused
    case recipientOptedOut
    case recipientInvalid
    /// An error code that the connector cannot know.
    case unknownRefusal
}

/// An entry in the platform's list of what was sent.
public struct FixtureListing: Sendable, Hashable {
    public var platformID: String
    public var from: Address
    public var to: Address
    public var text: String?
    public var mediaCount: Int
    /// Whether it is ours, and not one that came in.
    public var isOutbound: Bool
    public var createdAt: Timestamp

    public init(
        platformID: String, from: Address, to: Address, text: String?, mediaCount: Int = 0, isOutbound: Bool = true,
        createdAt: Timestamp
    ) {
        self.platformID = platformID
        self.from = from
        self.to = to
        self.text = text
        self.mediaCount = mediaCount
        self.isOutbound = isOutbound
        self.createdAt = createdAt
    }
}
