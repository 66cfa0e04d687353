public import GatewayModel
import Signing

/// API keys: a random token of which only a hash is stored.
public struct APIKeys: Sendable {
    /// What every token begins with, so that a leaked one is recognised by scanners.
    public static let tokenPrefix = "gatehouse_"
    /// How stale the stored time of last use may be.
    private static let lastUseResolution = Duration.seconds(60)

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Makes a key.
    ///
    /// - Parameter user: whom it shall act for. It then has that user's roles, and none can be given to it.
    /// - Returns: the key and its token. The token is shown this once; nobody can read it again.
    public func create(
        label: String, level: PermissionLevel, roles: [RoleID], for user: ID<User>? = nil, expiresAt: Timestamp?,
        by actor: String, in transaction: any StoreTransaction
    ) throws -> (key: APIKey, token: String) {
        let now = surroundings.clock.now
        try checkRoles(roles, of: user, in: transaction)
        if let user, try transaction.user(user)?.state != .active {
            throw Refusal.invalid("user", "there is no such active user.")
        }
        if let expiresAt, expiresAt <= now { throw Refusal.invalid("expiresAt", "it lies in the past.") }
        let token = Self.tokenPrefix + SecureRandom.token()
        let key = APIKey(
            id: surroundings.ids.next(), label: label, level: level, roles: roles.sorted(), user: user,
            createdAt: now, expiresAt: expiresAt)
        try transaction.insert(key, hash: Self.hash(token))
        try transaction.append(
            AuditEntry(
                at: now, actor: actor, action: "api-key.create", subject: "api-key/\(key.id)",
                after: "\(label), \(level.rawValue), "
                    + (user.map { "for \($0)" } ?? "roles: \(key.roles.map(\.rawValue).joined(separator: " "))")))
        return (key, token)
    }

    /// Replaces the roles of a key.
    public func setRoles(
        _ roles: [RoleID], of id: ID<APIKey>, by actor: String, in transaction: any StoreTransaction
    ) throws -> APIKey {
        guard var key = try transaction.apiKey(id) else { throw Refusal.notFound("API key") }
        try checkRoles(roles, of: key.user, in: transaction)
        let before = key.roles
        key.roles = roles.sorted()
        try transaction.update(key)
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "api-key.update", subject: "api-key/\(id)",
                before: before.map(\.rawValue).joined(separator: " "),
                after: key.roles.map(\.rawValue).joined(separator: " ")))
        return key
    }

    /// Ends a key at once. Harmless for one that has ended; refused for the last with which anybody may administer.
    public func revoke(_ id: ID<APIKey>, by actor: String, in transaction: any StoreTransaction) throws {
        guard var key = try transaction.apiKey(id) else { throw Refusal.notFound("API key") }
        guard key.revokedAt == nil else { return }
        key.revokedAt = surroundings.clock.now
        try LastAdministrator.kept(at: surroundings.clock.now, in: transaction) { try transaction.update(key) }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "api-key.revoke", subject: "api-key/\(id)",
                before: key.label))
    }

    /// Finds out who a token speaks for: nobody, if it is unknown, revoked or expired, or if the user it acts for is not
    /// active.
    public func principal(
        token: String, in transaction: any StoreTransaction
    ) throws -> (key: APIKey, principal: Principal)? {
        guard token.hasPrefix(Self.tokenPrefix), token.utf8.count <= 128,
            let key = try transaction.apiKey(hash: Self.hash(token)), key.revokedAt == nil
        else { return nil }
        if let expiresAt = key.expiresAt, expiresAt <= surroundings.clock.now { return nil }
        guard let id = key.user else { return (key, Principal(.service(key.id), level: key.level)) }
        guard let user = try transaction.user(id), user.state == .active else { return nil }
        return (key, Principal(.user(id), level: min(key.level, user.level)))
    }

    /// Whether the stored time of last use has become too old to tell anything.
    public func lastUseIsStale(_ key: APIKey) -> Bool {
        guard let lastUsedAt = key.lastUsedAt else { return true }
        return surroundings.clock.now - lastUsedAt >= Self.lastUseResolution
    }

    /// A key is 256 random bits, so a plain hash is as good as a slow one, and the look-up needs no secret compare.
    private static func hash(_ token: String) -> [UInt8] {
        Hash.sha256.digest(Array(token.utf8))
    }

    private func checkRoles(_ roles: [RoleID], of user: ID<User>?, in transaction: any StoreTransaction) throws {
        if user != nil, !roles.isEmpty {
            throw Refusal.invalid("roles", "a key that acts for a user has that user's roles, and none of its own.")
        }
        for (index, role) in roles.enumerated() {
            if role == .everyone {
                throw Refusal.invalid("roles[\(index)]", "the key is a service; \"everyone\" holds users only.")
            }
            if try transaction.role(role) == nil {
                throw Refusal.invalid("roles[\(index)]", "there is no role \"\(role)\".")
            }
        }
    }
}
