public import GatewayModel
import Signing

/// Sessions: a random token in a cookie, of which only a hash is stored.
public struct Sessions: Sendable {
    /// With more, the one that was used longest ago ends.
    static let mostOfUser = 20
    private static let longestAgent = 200
    /// How stale the stored time of last use may be.
    private static let resolution = Duration.seconds(60)

    private let surroundings: Surroundings
    private let rule: PeopleRule

    init(_ surroundings: Surroundings, rule: PeopleRule) {
        self.surroundings = surroundings
        self.rule = rule
    }

    /// - Returns: the session and its token, which nobody can read again.
    func begin(
        for user: ID<User>, address: String?, agent: String?, in transaction: any StoreTransaction
    ) throws -> (session: Session, token: String) {
        let others = try transaction.sessions(of: user).sorted { $0.seenAt < $1.seenAt }
        for old in others.dropLast(Self.mostOfUser - 1) { try transaction.delete(old.id) }
        let (now, token) = (surroundings.clock.now, SecureRandom.token())
        let session = Session(
            id: surroundings.ids.next(), user: user, createdAt: now, seenAt: now,
            expiresAt: now + rule.longestSessions, address: address.map { String($0.prefix(64)) },
            agent: agent.map { String($0.prefix(Self.longestAgent)) })
        try transaction.insert(session, hash: Self.hash(token))
        return (session, token)
    }

    /// Whose session it is: nobody's, if it is unknown or over, or if the user is not active.
    func find(token: String, in transaction: any StoreTransaction) throws -> (session: Session, user: User)? {
        guard (1...128).contains(token.utf8.count), let session = try transaction.session(hash: Self.hash(token)),
            isAlive(session), let user = try transaction.user(session.user), user.state == .active
        else { return nil }
        return (session, user)
    }

    /// Those that are not over, in the order in which they began.
    public func list(of user: ID<User>, in transaction: any StoreTransaction) throws -> [Session] {
        try transaction.sessions(of: user).filter(isAlive)
    }

    /// Refuses what was begun with a session that has ended meanwhile: to check a password takes its time.
    func requireAlive(_ session: Session, in transaction: any StoreTransaction) throws {
        guard try list(of: session.user, in: transaction).contains(where: { $0.id == session.id }) else {
            throw Refusal(.unauthenticated, "unauthenticated", "The session has ended at this moment; log in again.")
        }
    }

    /// Ends all of a user's, and begins one to go on with in place of this one.
    ///
    /// - Returns: the session and its token, which nobody can read again.
    func replaceAll(
        by session: Session, in transaction: any StoreTransaction
    ) throws -> (session: Session, token: String) {
        try transaction.deleteSessions(of: session.user)
        return try begin(for: session.user, address: session.address, agent: session.agent, in: transaction)
    }

    /// When the session ends if it is not used again.
    public func idleEnd(of session: Session) -> Timestamp {
        min(session.seenAt + rule.idleSessions, session.expiresAt)
    }

    /// Whether the stored time of last use has become too old to tell anything.
    func useIsStale(_ session: Session) -> Bool {
        surroundings.clock.now - session.seenAt >= min(Self.resolution, rule.idleSessions / 10)
    }

    /// Ends one of the user's own.
    public func end(_ id: ID<Session>, of user: ID<User>, in transaction: any StoreTransaction) throws {
        guard try list(of: user, in: transaction).contains(where: { $0.id == id }) else {
            throw Refusal.notFound("session")
        }
        try transaction.delete(id)
        if try list(of: user, in: transaction).isEmpty {
            try Presences(surroundings).sessionsEnded(of: user, in: transaction)
        }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: user.description, action: "session.end",
                subject: "user/\(user)/session/\(id)"))
    }

    /// Ends all of a user's, whoever wants it.
    public func endAll(of user: ID<User>, by actor: String, in transaction: any StoreTransaction) throws {
        guard try transaction.user(user) != nil else { throw Refusal.notFound("user") }
        let count = try list(of: user, in: transaction).count
        try transaction.deleteSessions(of: user)
        try Presences(surroundings).sessionsEnded(of: user, in: transaction)
        guard count > 0 else { return }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "session.end-all", subject: "user/\(user)",
                before: "\(count)"))
    }

    private func isAlive(_ session: Session) -> Bool {
        let now = surroundings.clock.now
        return now < session.expiresAt && now - session.seenAt < rule.idleSessions
    }

    /// A token is 256 random bits, so a plain hash is as good as a slow one, and the look-up needs no secret compare.
    private static func hash(_ token: String) -> [UInt8] {
        Hash.sha256.digest(Array(token.utf8))
    }
}
