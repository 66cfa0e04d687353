/// What a contact point lets roles do; each has its own list of roles.
public enum ContactPointRight: String, Sendable, CaseIterable {
    /// To see its conversations.
    case read
    /// To reply in them, and to own, close and settle them.
    case answer
    case startConversation
    case sendNotification
}

/// A group of users or keys that outbound rights are given to.
public struct Role: Sendable, Equatable {
    public let id: RoleID
    public var label: String
    /// A disabled role grants nothing.
    public var isDisabled: Bool

    public init(id: RoleID, label: String, isDisabled: Bool = false) {
        self.id = id
        self.label = label
        self.isDisabled = isDisabled
    }
}

/// A role's id; a slug, as with contact points.
public struct RoleID: Hashable, Sendable, LosslessStringConvertible, Comparable {
    public let rawValue: String

    /// Holds every user, and no service. Its membership cannot be edited.
    public static let everyone = RoleID(unchecked: "everyone")

    public init?(_ text: String) {
        guard Slug.isValid(text) else { return nil }
        self.rawValue = text
    }

    private init(unchecked: String) { rawValue = unchecked }

    public init?(label: String) {
        guard let slug = Slug.make(from: label) else { return nil }
        self.init(slug)
    }

    public var description: String { rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How much of the gateway's own administration somebody may do. Says nothing of messages: those go by roles.
public enum PermissionLevel: String, Sendable, CaseIterable, Comparable {
    case agent
    case manager
    case administrator

    public static func < (left: Self, right: Self) -> Bool {
        left.order < right.order
    }

    private var order: Int {
        switch self {
        case .agent: 0
        case .manager: 1
        case .administrator: 2
        }
    }
}

/// A key of the HTTP API: a service of its own, with the roles given to it, or one that acts for a user.
public struct APIKey: Sendable, Equatable, Identified {
    public static let idPrefix = "key"

    public let id: ID<APIKey>
    public var label: String
    /// The most it may do; one that acts for a user may do no more than that user.
    public var level: PermissionLevel
    /// Of a service; a key that acts for a user has that user's, and none of its own.
    public var roles: [RoleID]
    /// Whom it acts for; `nil` for a service of its own.
    public let user: ID<User>?
    public let createdAt: Timestamp
    public var expiresAt: Timestamp?
    public var lastUsedAt: Timestamp?
    public var revokedAt: Timestamp?

    public init(
        id: ID<APIKey>, label: String, level: PermissionLevel, roles: [RoleID], user: ID<User>? = nil,
        createdAt: Timestamp, expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.label = label
        self.level = level
        self.roles = roles
        self.user = user
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }
}
