public import GatewayModel

/// Sets passwords: by a link, by whoever knows the one before, or by whoever runs the machine.
///
/// Each hash is made before the transaction, which must not wait; what it was made for is looked at again inside. A new
/// password ends every session of its user, and every link.
public struct Passwords: Sendable {
    private let surroundings: Surroundings
    private let store: any Store
    private let hasher: PasswordHasher
    private let links: PasswordLinks
    private let sessions: Sessions
    private let devices: KnownDevices
    private let backOff: LogInBackOff

    init(
        _ surroundings: Surroundings, store: any Store, hasher: PasswordHasher, links: PasswordLinks,
        sessions: Sessions, devices: KnownDevices, backOff: LogInBackOff
    ) {
        self.surroundings = surroundings
        self.store = store
        self.hasher = hasher
        self.links = links
        self.sessions = sessions
        self.devices = devices
        self.backOff = backOff
    }

    /// Sets the password that a link is for.
    ///
    /// - Returns: a mark for the browser, so that its owner need not wait with those who guess at the account.
    public func set(_ password: String, byLink token: String) async throws -> String {
        let user = try await store.read { [links] in try links.find(token: token, in: $0).user }
        let hash = try await hasher.hash(try PasswordRule.check(password, for: user))
        return try await store.write { [self] transaction in
            let (link, user) = try links.find(token: token, in: transaction)
            try put(hash, of: user.id, "by a link (\(link.purpose.rawValue))", by: user.id.description, in: transaction)
            return try devices.mark(for: user.id)
        }
    }

    /// Replaces the password of whoever has this session, which ends with all others.
    ///
    /// - Returns: a session to go on with.
    public func change(
        from current: String, to password: String, by session: Session
    ) async throws -> (session: Session, token: String) {
        let (user, stored) = try await confirm(current, field: "current", by: session)
        let hash = try await hasher.hash(try PasswordRule.check(password, for: user, field: "new"))
        return try await store.write { [self] transaction in
            try sessions.requireAlive(session, in: transaction)
            guard try transaction.password(of: user.id) == stored else { throw Self.movedOn }
            try put(hash, of: user.id, "by its user", by: user.id.description, in: transaction)
            return try sessions.replaceAll(by: session, in: transaction)
        }
    }

    /// Sets a password for somebody who stands beside whoever runs the machine.
    public func set(_ password: String, of id: ID<User>, by actor: String) async throws {
        guard let user = try await store.read({ try $0.user(id) }), user.state != .erased else {
            throw Refusal.notFound("user")
        }
        let hash = try await hasher.hash(try PasswordRule.check(password, for: user))
        try await store.write { [self] in try put(hash, of: id, "for its user", by: actor, in: $0) }
    }

    /// Asks for the password once more, before something that a stolen session must not be enough for.
    ///
    /// - Parameter field: of the request, for the refusal.
    @discardableResult
    func confirm(
        _ password: String, field: String = "password", by session: Session
    ) async throws -> (user: User, stored: String) {
        let attempt = try backOff.begin(.session(session.id))
        let found = try await store.read { transaction in
            (try transaction.user(session.user), try transaction.password(of: session.user))
        }
        do {
            let isRight = try await hasher.verify(PasswordRule.normalized(password), found.1) != .wrong
            guard let user = found.0, let stored = found.1, isRight else {
                throw Refusal.invalid(field, "it is not your password.")
            }
            backOff.succeeded(.session(session.id))
            return (user, stored)
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            backOff.takeBack(attempt)
            throw refusal
        }
    }

    private func put(
        _ hash: String, of user: ID<User>, _ how: String, by actor: String, in transaction: any StoreTransaction
    ) throws {
        let now = surroundings.clock.now
        try transaction.setPassword(hash, at: now, of: user)
        try transaction.deletePasswordLinks(of: user)
        try transaction.deletePasswordMail(to: user)
        try transaction.deleteSessions(of: user)
        try transaction.append(
            AuditEntry(at: now, actor: actor, action: "password.set", subject: "user/\(user)", after: how))
    }

    static let movedOn = Refusal(
        .conflict, "changed-meanwhile", "The password was changed by somebody else at this moment.")
}
