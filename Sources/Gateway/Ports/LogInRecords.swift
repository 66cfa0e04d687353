public import GatewayModel

/// Sessions, links that set a password, and second factors. Of every secret only a hash or a seal is kept.
public protocol LogInRecords {
    func insert(_ session: Session, hash: [UInt8]) throws
    func session(hash: [UInt8]) throws -> Session?
    /// In the order of their ids.
    func sessions(of user: ID<User>) throws -> [Session]
    func setSeen(_ moment: Timestamp, _ session: ID<Session>) throws
    func delete(_ session: ID<Session>) throws
    func deleteSessions(of user: ID<User>) throws
    /// Of everybody, and every link: after a restore they may be some that had ended.
    func deleteAllSessionsAndLinks() throws

    func insert(_ link: PasswordLink) throws
    func passwordLink(hash: [UInt8]) throws -> PasswordLink?
    func passwordLinkCount(of user: ID<User>, since moment: Timestamp) throws -> Int
    func deletePasswordLinks(of user: ID<User>) throws

    /// In place of one that waits already.
    func put(_ mail: PasswordMail) throws
    func passwordMail(to user: ID<User>) throws -> PasswordMail?
    /// The longest due first.
    func passwordMails(dueBy now: Timestamp, limit: Int) throws -> [PasswordMail]
    func deletePasswordMail(to user: ID<User>) throws

    /// In place of one that the user has already.
    func put(_ factor: SecondFactor) throws
    func secondFactor(of user: ID<User>) throws -> SecondFactor?
    /// With its recovery codes.
    func deleteSecondFactor(of user: ID<User>) throws
    /// In place of those that there are.
    func setRecoveryCodes(_ hashes: [[UInt8]], of user: ID<User>) throws
    /// How many have not been used.
    func recoveryCodeCount(of user: ID<User>) throws -> Int
    /// - Returns: whether it was one, and not used before.
    func useRecoveryCode(_ hash: [UInt8], of user: ID<User>) throws -> Bool
}

/// A link by which a user sets a password, once.
public struct PasswordLink: Sendable, Equatable {
    public enum Purpose: String, Sendable, CaseIterable {
        /// The first password of somebody who was invited.
        case invitation
        case reset
    }

    public let hash: [UInt8]
    public let user: ID<User>
    public let purpose: Purpose
    public let createdAt: Timestamp
    public let expiresAt: Timestamp

    public init(hash: [UInt8], user: ID<User>, purpose: Purpose, createdAt: Timestamp, expiresAt: Timestamp) {
        self.hash = hash
        self.user = user
        self.purpose = purpose
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// That a user is to be mailed a link. The link itself is made when the mail is: nothing that opens a door is stored.
public struct PasswordMail: Sendable, Equatable {
    public let user: ID<User>
    public let purpose: PasswordLink.Purpose
    public let requestedAt: Timestamp
    public var dueAt: Timestamp
    public var tries: Int

    public init(
        user: ID<User>, purpose: PasswordLink.Purpose, requestedAt: Timestamp, dueAt: Timestamp, tries: Int = 0
    ) {
        self.user = user
        self.purpose = purpose
        self.requestedAt = requestedAt
        self.dueAt = dueAt
        self.tries = tries
    }
}

/// A user's authenticator app.
public struct SecondFactor: Sendable, Equatable {
    public let user: ID<User>
    /// The secret that the app and we share.
    public let sealed: [UInt8]
    /// When a first code has shown that the app has it; nothing is asked of the user before.
    public var confirmedAt: Timestamp?
    /// The step of the code that was used last: it and those before it are used up.
    public var lastStep: Int64

    public init(user: ID<User>, sealed: [UInt8], confirmedAt: Timestamp? = nil, lastStep: Int64 = 0) {
        self.user = user
        self.sealed = sealed
        self.confirmedAt = confirmedAt
        self.lastStep = lastStep
    }
}
