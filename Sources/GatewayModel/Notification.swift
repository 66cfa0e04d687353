/// One message to one or many recipients that makes no conversation until one of them replies.
///
/// Each recipient gets a ``Message`` of its own. Files belong to the notification, not to its messages.
public struct Notification: Sendable, Equatable, Identified {
    public static let idPrefix = "ntf"

    public let id: ID<Notification>
    public let contactPoint: ContactPointID
    public let platform: Platform
    /// What it leaves from; `nil` where that is found for each recipient.
    public let connection: ID<Connection>?
    public let author: String
    /// `nil` for one that is only files.
    public let text: String?
    /// How many recipients were given.
    public let recipientCount: Int
    /// What it costs for each recipient, in the platform's units.
    public let units: Int
    public let createdAt: Timestamp
    /// When somebody withdrew it, or what was left of it.
    public var canceledAt: Timestamp?
    /// Whether each recipient has been accepted or refused.
    public var isComplete: Bool

    public init(
        id: ID<Notification>, contactPoint: ContactPointID, platform: Platform, connection: ID<Connection>?,
        author: String, text: String?, recipientCount: Int, units: Int, createdAt: Timestamp,
        canceledAt: Timestamp? = nil, isComplete: Bool = false
    ) {
        self.id = id
        self.contactPoint = contactPoint
        self.platform = platform
        self.connection = connection
        self.author = author
        self.text = text
        self.recipientCount = recipientCount
        self.units = units
        self.createdAt = createdAt
        self.canceledAt = canceledAt
        self.isComplete = isComplete
    }
}

/// One recipient of a notification, as it was given, and what came of it.
public struct NotificationRecipient: Sendable, Equatable {
    /// Its place among those that were given, from 0.
    public let number: Int
    /// As somebody typed it.
    public let given: String
    /// In its normal form; `nil` where it cannot be read.
    public let address: Address?
    public var outcome: Outcome

    public init(number: Int, given: String, address: Address?, outcome: Outcome) {
        self.number = number
        self.given = given
        self.address = address
        self.outcome = outcome
    }

    /// Whether there is a message to the recipient.
    public enum Outcome: Sendable, Equatable {
        /// Nobody has looked yet.
        case waiting
        case accepted(ID<Message>)
        case refused(StatusReason)
    }
}
