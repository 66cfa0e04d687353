/// A person who works with the gateway.
///
/// Never removed, for messages and logs name it; what tells who the person is can be erased.
public struct User: Sendable, Equatable, Identified {
    public static let idPrefix = "usr"

    public let id: ID<User>
    /// In lower case, and no two users have the same; `nil` once the person was erased.
    public var email: String?
    public var name: String
    public var level: PermissionLevel
    /// Besides ``RoleID/everyone``, which every active user holds.
    public var roles: [RoleID]
    public var state: State
    public let createdAt: Timestamp
    /// When the password was set last; `nil` for somebody who was invited and has none yet.
    public var passwordSetAt: Timestamp?
    public var lastLogInAt: Timestamp?

    public init(
        id: ID<User>, email: String?, name: String, level: PermissionLevel, roles: [RoleID], state: State = .active,
        createdAt: Timestamp, passwordSetAt: Timestamp? = nil, lastLogInAt: Timestamp? = nil
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.level = level
        self.roles = roles
        self.state = state
        self.createdAt = createdAt
        self.passwordSetAt = passwordSetAt
        self.lastLogInAt = lastLogInAt
    }

    /// Whether somebody may be let in.
    public enum State: String, Sendable, CaseIterable {
        case active
        /// Nobody is let in, neither the person nor a key that acts for it. An administrator can take it back.
        case disabled
        /// The same for good: name and e-mail address are gone.
        case erased

        /// Whether an administrator may bring it about. Staying as it is always may be.
        public func mayBecome(_ next: State) -> Bool {
            switch self {
            case .active, .disabled: true
            case .erased: next == .erased
            }
        }
    }
}
