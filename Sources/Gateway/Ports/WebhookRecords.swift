public import ConnectorKit
public import GatewayModel

/// What webhooks leave behind: seen events, and what could not be taken.
public protocol WebhookRecords {
    /// `true` the first time an event of the app is seen, `false` ever after.
    func claim(_ event: EventKey, of app: ID<PlatformApp>, at now: Timestamp) throws -> Bool

    func hasSeen(_ event: EventKey, of app: ID<PlatformApp>) throws -> Bool

    func insert(_ request: QuarantinedRequest) throws
    func quarantinedRequest(_ id: ID<QuarantinedRequest>) throws -> QuarantinedRequest?
    /// Newest first.
    func quarantinedRequests(_ page: Page<ID<QuarantinedRequest>>) throws -> [QuarantinedRequest]
    func deleteQuarantined(_ id: ID<QuarantinedRequest>) throws
    func deleteQuarantined(before moment: Timestamp) throws
    func quarantineSize(of app: ID<PlatformApp>) throws -> (count: Int, bytes: Int)

    func insert(_ event: UnroutedEvent) throws
    /// Newest first.
    func unroutedEvents(_ page: Page<ID<UnroutedEvent>>) throws -> [UnroutedEvent]

    /// Keeps a report that came before its message, for a week at most.
    func park(_ report: ParkedReport) throws
    /// Takes out what was parked for this id, in the order of arrival.
    func unpark(app: ID<PlatformApp>, platformID: String) throws -> [ParkedReport]
}

/// A request whose signature failed, which could not be read, or which brought an event of an unknown kind; sealed.
public struct QuarantinedRequest: Sendable, Identified {
    public static let idPrefix = "qua"

    public let id: ID<QuarantinedRequest>
    public let app: ID<PlatformApp>
    public let receivedAt: Timestamp
    public let reason: String
    public let byteCount: Int
    public let sealed: [UInt8]

    public init(
        id: ID<QuarantinedRequest>, app: ID<PlatformApp>, receivedAt: Timestamp, reason: String, byteCount: Int,
        sealed: [UInt8]
    ) {
        self.id = id
        self.app = app
        self.receivedAt = receivedAt
        self.reason = reason
        self.byteCount = byteCount
        self.sealed = sealed
    }
}

/// A message to an address of ours that nobody has registered.
public struct UnroutedEvent: Sendable, Identified {
    public static let idPrefix = "unr"

    public let id: ID<UnroutedEvent>
    public let app: ID<PlatformApp>
    public let receivedAt: Timestamp
    public let address: Address
    public let from: Address?
    public let text: String?
    public let media: [RemoteMedia]
    public let details: [String: String]
    public let key: EventKey

    public init(
        id: ID<UnroutedEvent>, app: ID<PlatformApp>, receivedAt: Timestamp, address: Address, from: Address?,
        text: String?, media: [RemoteMedia], details: [String: String], key: EventKey
    ) {
        self.id = id
        self.app = app
        self.receivedAt = receivedAt
        self.address = address
        self.from = from
        self.text = text
        self.media = media
        self.details = details
        self.key = key
    }
}

/// A delivery report whose message is not known yet.
public struct ParkedReport: Sendable {
    public let app: ID<PlatformApp>
    public let report: DeliveryReport
    public let receivedAt: Timestamp

    public init(app: ID<PlatformApp>, report: DeliveryReport, receivedAt: Timestamp) {
        self.app = app
        self.report = report
        self.receivedAt = receivedAt
    }
}
