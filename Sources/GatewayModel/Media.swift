/// A file of a message: one that a customer sent, or one that was given to the gateway to be sent.
///
/// The bytes lie elsewhere, under the id's name, and only while the state is ``State/ready``.
public struct Media: Sendable, Equatable, Identified {
    public static let idPrefix = "med"

    public let id: ID<Media>
    public let direction: Message.Direction
    /// `nil` for a file that was uploaded and belongs to no message yet.
    public var message: ID<Message>?
    /// The notification whose messages carry it; such a file belongs to none of them.
    public var notification: ID<Notification>?
    /// Its place among the files of the message or notification, from 0.
    public var position: Int
    /// Where it lies with the platform; `nil` for an upload.
    public let sourceURL: String?
    /// As the platform or the uploader declares it; not to be trusted.
    public let declaredType: String?
    /// What its first bytes say.
    public var type: String?
    /// As the uploader names it; never the name of a file of ours.
    public let fileName: String?
    public var byteCount: Int?
    /// SHA-256, 32 bytes.
    public var hash: [UInt8]?
    public var state: State
    /// Why it failed, or why it is still pending.
    public var reason: StatusReason?
    public let createdAt: Timestamp

    public init(
        id: ID<Media>, direction: Message.Direction, message: ID<Message>? = nil,
        notification: ID<Notification>? = nil, position: Int = 0, sourceURL: String? = nil, declaredType: String? = nil,
        type: String? = nil, fileName: String? = nil,
        byteCount: Int? = nil, hash: [UInt8]? = nil, state: State, reason: StatusReason? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.direction = direction
        self.message = message
        self.notification = notification
        self.position = position
        self.sourceURL = sourceURL
        self.declaredType = declaredType
        self.type = type
        self.fileName = fileName
        self.byteCount = byteCount
        self.hash = hash
        self.state = state
        self.reason = reason
        self.createdAt = createdAt
    }

    /// Whether the bytes are here.
    public enum State: String, Sendable, CaseIterable {
        /// They are still to be fetched.
        case pending
        case ready
        /// They will not come.
        case failed
    }
}
