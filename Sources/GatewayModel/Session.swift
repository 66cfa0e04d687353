/// A log-in of a person, which lasts until it ends, lies idle for too long, or has become too old.
public struct Session: Sendable, Equatable, Identified {
    public static let idPrefix = "ses"

    public let id: ID<Session>
    public let user: ID<User>
    public let createdAt: Timestamp
    /// When it was used last, to within a minute.
    public var seenAt: Timestamp
    /// When it ends, however much it is used.
    public let expiresAt: Timestamp
    /// Where the person logged in from, and with which program: for the person to recognise it by.
    public let address: String?
    public let agent: String?

    public init(
        id: ID<Session>, user: ID<User>, createdAt: Timestamp, seenAt: Timestamp, expiresAt: Timestamp,
        address: String? = nil, agent: String? = nil
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
        self.address = address
        self.agent = agent
    }
}
