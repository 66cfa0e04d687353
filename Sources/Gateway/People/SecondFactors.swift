import Foundation
public import GatewayModel
import Signing

/// Authenticator apps: set up, used, taken away. And the recovery codes that stand in for one.
public struct SecondFactors: Sendable {
    private static let secretBytes = 20

    private let surroundings: Surroundings
    private let store: any Store
    private let passwords: Passwords
    private let sessions: Sessions
    private let backOff: LogInBackOff
    private let key: KeyRing

    init(
        _ surroundings: Surroundings, store: any Store, passwords: Passwords, sessions: Sessions,
        backOff: LogInBackOff, key: KeyRing
    ) {
        self.surroundings = surroundings
        self.store = store
        self.passwords = passwords
        self.sessions = sessions
        self.backOff = backOff
        self.key = key
    }

    /// What an app is told, by typing or by a picture of the address.
    public struct Enrolment: Sendable {
        public let secret: String
        public let url: String
    }

    /// Begins to set one up: nothing is asked of the user before a first code has shown that the app has the secret.
    public func begin(password: String, by session: Session) async throws -> Enrolment {
        let (user, _) = try await passwords.confirm(password, by: session)
        let secret = SecureRandom.bytes(Self.secretBytes)
        try await store.write { [self] transaction in
            try sessions.requireAlive(session, in: transaction)
            guard try transaction.secondFactor(of: user.id)?.confirmedAt == nil else { throw Self.isThere }
            try transaction.put(
                SecondFactor(user: user.id, sealed: key.seal(secret, for: Self.place(of: user.id))))
            try audit("begin", user.id, by: user.id.description, in: transaction)
        }
        let text = Base32.encode(secret)
        let account = (user.email ?? "").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return Enrolment(
            secret: text,
            url: "otpauth://totp/Gatehouse:\(account)?secret=\(text)&issuer=Gatehouse"
                + "&algorithm=SHA1&digits=\(OneTimeCode.digits)&period=\(OneTimeCode.seconds)")
    }

    /// It is set up.
    public struct Confirmation: Sendable {
        /// Shown this once.
        public let recoveryCodes: [String]
        /// To go on with.
        public let session: Session
        public let token: String
    }

    /// Sets it up for good. Every session that began without it ends, this one, too: it may now do more than it could
    /// when its token was made.
    public func confirm(
        code: String, by session: Session, in transaction: any StoreTransaction
    ) throws -> Confirmation {
        guard var factor = try transaction.secondFactor(of: session.user) else {
            throw Refusal(.conflict, "no-second-factor", "Nothing has been begun that a code could confirm.")
        }
        guard factor.confirmedAt == nil else { throw Self.isThere }
        // Whoever has stolen the session has not seen the secret, and must not find a code by trying them all.
        _ = try backOff.begin(.session(session.id))
        guard let step = try step(of: code, factor) else {
            throw Refusal.invalid("code", "it is not what the app shows now; look at the clock of the device, too.")
        }
        backOff.succeeded(.session(session.id))
        factor.confirmedAt = surroundings.clock.now
        factor.lastStep = step
        try transaction.put(factor)
        try audit("set-up", session.user, by: session.user.description, in: transaction)
        let (next, token) = try sessions.replaceAll(by: session, in: transaction)
        return Confirmation(
            recoveryCodes: try newRecoveryCodes(for: session.user, in: transaction), session: next, token: token)
    }

    /// Makes ten new recovery codes; those before are good no more.
    public func renewRecoveryCodes(password: String, by session: Session) async throws -> [String] {
        try await passwords.confirm(password, by: session)
        return try await store.write { [self] transaction in
            try sessions.requireAlive(session, in: transaction)
            guard try isActive(for: session.user, in: transaction) else { throw Self.isNotThere }
            try audit("recovery-codes", session.user, by: session.user.description, in: transaction)
            return try newRecoveryCodes(for: session.user, in: transaction)
        }
    }

    /// Takes one's own away. Every session ends.
    ///
    /// - Returns: a session to go on with.
    public func remove(password: String, by session: Session) async throws -> (session: Session, token: String) {
        try await passwords.confirm(password, by: session)
        return try await store.write { [self] transaction in
            try sessions.requireAlive(session, in: transaction)
            guard try transaction.secondFactor(of: session.user) != nil else { throw Self.isNotThere }
            try transaction.deleteSecondFactor(of: session.user)
            try audit("remove", session.user, by: session.user.description, in: transaction)
            return try sessions.replaceAll(by: session, in: transaction)
        }
    }

    /// Takes it from somebody who has lost it, recovery codes and all. Every session of that user ends.
    public func reset(of id: ID<User>, by actor: String, in transaction: any StoreTransaction) throws {
        guard try transaction.user(id) != nil else { throw Refusal.notFound("user") }
        guard try transaction.secondFactor(of: id) != nil else { throw Self.isNotThere }
        try transaction.deleteSecondFactor(of: id)
        try transaction.deleteSessions(of: id)
        try Presences(surroundings).sessionsEnded(of: id, in: transaction)
        try audit("reset", id, by: actor, in: transaction)
    }

    /// Whether a code is asked of the user.
    public func isActive(for user: ID<User>, in transaction: any StoreTransaction) throws -> Bool {
        try transaction.secondFactor(of: user)?.confirmedAt != nil
    }

    enum Use: Equatable {
        case code
        case recoveryCode(left: Int)
    }

    /// Uses a code up, of the app or one of the recovery codes; `nil` where it is neither.
    func use(_ code: String, of user: ID<User>, in transaction: any StoreTransaction) throws -> Use? {
        guard var factor = try transaction.secondFactor(of: user), factor.confirmedAt != nil else { return nil }
        if let step = try step(of: code, factor) {
            factor.lastStep = step
            try transaction.put(factor)
            return .code
        }
        guard try transaction.useRecoveryCode(RecoveryCodes.hash(code, of: user), of: user) else { return nil }
        return .recoveryCode(left: try transaction.recoveryCodeCount(of: user))
    }

    private func step(of code: String, _ factor: SecondFactor) throws -> Int64? {
        guard let secret = key.open(factor.sealed, for: Self.place(of: factor.user)) else {
            throw StoreFailure(
                "The second factor of \(factor.user) does not open: this is not the master key it was sealed with.")
        }
        return OneTimeCode(secret: secret).step(
            of: RecoveryCodes.plain(code), at: surroundings.clock.now.milliseconds / 1000, after: factor.lastStep)
    }

    private func newRecoveryCodes(for user: ID<User>, in transaction: any StoreTransaction) throws -> [String] {
        let codes = RecoveryCodes.make()
        try transaction.setRecoveryCodes(codes.map { RecoveryCodes.hash($0, of: user) }, of: user)
        return codes
    }

    private func audit(
        _ action: String, _ user: ID<User>, by actor: String, in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "second-factor.\(action)", subject: "user/\(user)"))
    }

    private static func place(of user: ID<User>) -> String { SealedPlace.secondFactor.name(of: user.rawValue) }

    private static let isThere = Refusal(
        .conflict, "second-factor-there", "A second factor is set up already; take it away first.")
    private static let isNotThere = Refusal(.conflict, "no-second-factor", "No second factor is set up.")
}
