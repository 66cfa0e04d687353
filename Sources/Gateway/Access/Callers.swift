public import GatewayModel

/// Finds out who makes a request, by what the request shows.
public struct Callers: Sendable {
    private let surroundings: Surroundings
    private let keys: APIKeys
    private let sessions: Sessions
    private let rule: PeopleRule

    init(_ surroundings: Surroundings, keys: APIKeys, sessions: Sessions, rule: PeopleRule) {
        self.surroundings = surroundings
        self.keys = keys
        self.sessions = sessions
        self.rule = rule
    }

    /// What a request shows.
    public enum Credential: Sendable {
        case key(String)
        case session(String)
    }

    /// Nobody, if what is shown is unknown, over or revoked, or its user not active.
    public func caller(_ credential: Credential, in transaction: any StoreTransaction) throws -> Caller? {
        switch credential {
        case .key(let token):
            return try keys.principal(token: token, in: transaction).map { key, principal in
                Caller(principal: principal, proof: .key(key))
            }
        case .session(let token):
            guard let (session, user) = try sessions.find(token: token, in: transaction) else { return nil }
            let mustEnrol =
                try rule.secondFactor.holds(for: user.level)
                && transaction.secondFactor(of: user.id)?.confirmedAt == nil
            return Caller(
                principal: Principal(.user(user.id), level: user.level), proof: .session(session), mustEnrol: mustEnrol)
        }
    }

    /// Whether the stored time of last use has become too old to tell anything.
    public func useIsStale(_ caller: Caller) -> Bool {
        switch caller.proof {
        case .key(let key): keys.lastUseIsStale(key)
        case .session(let session): sessions.useIsStale(session)
        }
    }

    /// Notes that it was used just now.
    public func noteUse(of caller: Caller, in transaction: any StoreTransaction) throws {
        switch caller.proof {
        case .key(let key): try transaction.setLastUsed(surroundings.clock.now, of: key.id)
        case .session(let session): try transaction.setSeen(surroundings.clock.now, session.id)
        }
    }
}

/// Somebody who makes a request, and how we know.
public struct Caller: Sendable {
    public enum Proof: Sendable {
        case key(APIKey)
        case session(Session)
    }

    public let principal: Principal
    public let proof: Proof
    /// Whether the person has a password only where more is required: it may set up a second factor, and nothing else.
    public let mustEnrol: Bool

    init(principal: Principal, proof: Proof, mustEnrol: Bool = false) {
        self.principal = principal
        self.proof = proof
        self.mustEnrol = mustEnrol
    }

    /// The session of a person; `nil` for a key.
    public var session: Session? {
        if case .session(let session) = proof { session } else { nil }
    }
}
