public import GatewayModel

/// One thing that happened on a platform.
public struct PlatformEvent: Sendable {
    /// The same for every delivery of the same event, different for every other event of the app.
    public let key: EventKey
    /// Ours: the number, page or account it is for. The gateway finds the connection by it.
    public let address: Address
    public let content: Content

    public init(key: EventKey, address: Address, content: Content) {
        self.key = key
        self.address = address
        self.content = content
    }

    /// What happened.
    public enum Content: Sendable {
        case message(InboundMessage)
        case report(DeliveryReport)
        case watermark(Watermark)
        case echo(EchoedMessage)
        case change(MessageChange)
        /// Something this connector does not know, by the platform's name for it. The whole request is kept, for a later
        /// version that knows it.
        case other(kind: String)
    }
}

/// What makes an event the same event: the platform's id and, where the platform gives one, its time.
///
/// With the time in front, keys grow at the end of their index, which is several times cheaper than random ids; give
/// it only if every redelivery carries the same time.
public struct EventKey: Sendable, Hashable {
    public let time: Timestamp?
    public let id: String

    public init(time: Timestamp? = nil, id: String) {
        self.time = time
        self.id = id
    }
}

/// What a customer wrote.
public struct InboundMessage: Sendable {
    public let from: Address
    public let text: String?
    public let media: [RemoteMedia]
    /// Files that are with us already (``ClientHost/keep(_:declaredType:name:within:)``); the message's from now on.
    public let files: [ID<Media>]
    /// What the customer said to be called, with this message.
    public let name: CustomerName?
    /// The platform's own word that this message changes its stop list.
    public let carrierOptOut: CarrierOptOut?
    /// Whether the carrier answers this text as a STOP, START or HELP.
    public let carrierAnswer: CarrierAnswer
    /// When the platform took it in, where it is told late: an older word about the stop list does not undo a later one.
    /// `nil` for what has just been written.
    public let sentAt: Timestamp?
    /// Whether it counts as the customer's word for ``Capabilities/replyWindows``.
    public let opensReplyWindow: Bool
    /// Everything else the platform told, by its own names; and under ``quickReplyDetail`` the value of the quick reply that
    /// was tapped.
    public let details: [String: String]

    /// See ``QuickReply/value``.
    public static let quickReplyDetail = "quickReply"

    public init(
        from: Address, text: String?, media: [RemoteMedia] = [], files: [ID<Media>] = [], name: CustomerName? = nil,
        carrierOptOut: CarrierOptOut? = nil, carrierAnswer: CarrierAnswer = .whereChosen,
        sentAt: Timestamp? = nil, opensReplyWindow: Bool = true, details: [String: String] = [:]
    ) {
        self.from = from
        self.text = text
        self.media = media
        self.files = files
        self.name = name
        self.carrierOptOut = carrierOptOut
        self.carrierAnswer = carrierAnswer
        self.sentAt = sentAt
        self.opensReplyWindow = opensReplyWindow
        self.details = details
    }
}

/// What the platform says it made of a message.
public enum CarrierOptOut: String, Sendable {
    case stop
    case start
    case help
}

/// Whether a carrier answers a customer's text by itself.
public enum CarrierAnswer: Sendable, Hashable {
    /// If the connection leaves the answering to it.
    case whereChosen
    /// Whatever the connection says: its network does so, and nobody can switch it off.
    case always
    /// It takes the text for no keyword. The gateway answers what it reads more generously, such as `Stop!`.
    case never
}

/// How a part of ours fares.
public struct DeliveryReport: Sendable {
    /// The reference we gave it, where the report carries it: proof that the platform accepted the part.
    public let part: PartReference?
    /// The platform's id of the part.
    public let platformID: String
    public let status: DeliveryStatus
    public let failure: StatusReason?
    /// Whether the failure is the carrier's word that the recipient has opted out.
    public let recipientHasOptedOut: Bool

    public init(
        part: PartReference?, platformID: String, status: DeliveryStatus, failure: StatusReason? = nil,
        recipientHasOptedOut: Bool = false
    ) {
        self.part = part
        self.platformID = platformID
        self.status = status
        self.failure = failure
        self.recipientHasOptedOut = recipientHasOptedOut
    }
}
