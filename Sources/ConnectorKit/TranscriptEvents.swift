public import GatewayModel

/// Everything of ours that a customer got before a moment has come so far: how some platforms report.
///
/// It says nothing of a part whose outcome is unknown.
public struct Watermark: Sendable, Hashable {
    public let customer: Address
    /// ``DeliveryStatus/delivered`` or ``DeliveryStatus/read``.
    public let status: DeliveryStatus
    public let upTo: Timestamp

    public init(customer: Address, status: DeliveryStatus, upTo: Timestamp) {
        self.customer = customer
        self.status = status
        self.upTo = upTo
    }
}

/// What somebody else sent to a customer in our name: another application, or a person on the platform's own pages. It
/// belongs into the transcript.
///
/// What we sent ourselves and the platform repeats is a ``DeliveryReport`` with its part, where the platform tells the
/// part.
public struct EchoedMessage: Sendable {
    public let to: Address
    /// Who sent it, as far as the platform tells: `app 263902037430900`.
    public let sender: String
    /// The platform's id: reports name it.
    public let platformID: String
    public let text: String?
    public let media: [RemoteMedia]
    public let sentAt: Timestamp
    /// Whether it may be a part of ours that is on its way at this moment: the platform's answer to our call, which has
    /// the id, can be slower than its webhook.
    public let mayBeOurs: Bool
    /// Everything else the platform told, by its own names.
    public let details: [String: String]

    public init(
        to: Address, sender: String, platformID: String, text: String?, media: [RemoteMedia] = [], sentAt: Timestamp,
        mayBeOurs: Bool = false, details: [String: String] = [:]
    ) {
        self.to = to
        self.sender = sender
        self.platformID = platformID
        self.text = text
        self.media = media
        self.sentAt = sentAt
        self.mayBeOurs = mayBeOurs
        self.details = details
    }
}

/// A customer did something to a message that is there already.
public struct MessageChange: Sendable, Hashable {
    public let customer: Address
    /// Which message: one of theirs that has it among its ``InboundMessage/details`` under ``targetDetail``, or a part
    /// of ours that the platform knows by it.
    public let target: String
    public let targetDetail: String
    public let kind: Kind
    public let at: Timestamp
    /// As ``InboundMessage/opensReplyWindow``.
    public let opensReplyWindow: Bool

    public init(
        by customer: Address, to target: String, under targetDetail: String, _ kind: Kind, at moment: Timestamp,
        opensReplyWindow: Bool = false
    ) {
        self.customer = customer
        self.target = target
        self.targetDetail = targetDetail
        self.kind = kind
        self.at = moment
        self.opensReplyWindow = opensReplyWindow
    }

    /// What was done.
    public enum Kind: Sendable, Hashable {
        /// The text is another one now.
        case edited(String)
        /// Taken back: it is to be shown no more.
        case unsent
        /// An emoji, or the platform's word for one; `nil` where it was taken away.
        case reaction(String?)
    }
}
