public import GatewayModel
import Signing

/// Links by which a password is set, once: for somebody who was invited, and for somebody who has forgotten it.
public struct PasswordLinks: Sendable {
    static let invitationLife = Duration.seconds(72 * 3600)
    static let resetLife = Duration.seconds(3600)
    /// Links that anybody can have mailed to one user in an hour.
    static let mostInAnHour = 3

    private let surroundings: Surroundings
    private let rule: PeopleRule
    private let isMailed: Bool

    /// - Parameter isMailed: whether there is a mail server to send links by.
    public init(_ surroundings: Surroundings, rule: PeopleRule, isMailed: Bool) {
        self.surroundings = surroundings
        self.rule = rule
        self.isMailed = isMailed
    }

    /// What became of an invitation.
    public enum Delivery: Sendable, Equatable {
        /// It is on its way to the user by mail.
        case mailed
        /// There is no mail: whoever asked hands the link over.
        case handOver(link: String, until: Timestamp)
    }

    /// Has a link sent to a user, or made for whoever wants to hand it over.
    public func issue(
        for id: ID<User>, by actor: String, in transaction: any StoreTransaction
    ) throws -> Delivery {
        guard let user = try transaction.user(id) else { throw Refusal.notFound("user") }
        guard user.state == .active else {
            throw Refusal(.conflict, "user-disabled", "The user is not active, and nobody can log in as it.")
        }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "password-link.\(isMailed ? "mail" : "make")",
                subject: "user/\(id)"))
        guard !isMailed else {
            try transaction.put(mail(to: user))
            return .mailed
        }
        let (token, link) = try make(for: user, in: transaction)
        return .handOver(link: rule.link(token), until: link.expiresAt)
    }

    /// Has a link mailed that somebody asks for who may be anybody; quietly not, where that would be too often.
    func request(email: String, in transaction: any StoreTransaction) throws {
        let now = surroundings.clock.now
        guard let user = try transaction.user(email: email), user.state == .active,
            try transaction.passwordMail(to: user.id) == nil,
            try transaction.passwordLinkCount(of: user.id, since: now - .seconds(3600)) < Self.mostInAnHour
        else { return }
        try transaction.put(mail(to: user))
        try transaction.append(
            AuditEntry(at: now, actor: "anybody", action: "password-link.mail", subject: "user/\(user.id)"))
    }

    /// A new link. Those that were made before are good until they run out, or one of them is used: whoever asks in
    /// another's name cannot spoil the one that person has.
    func make(
        for user: User, in transaction: any StoreTransaction
    ) throws -> (token: String, link: PasswordLink) {
        let (now, token, purpose) = (surroundings.clock.now, SecureRandom.token(), Self.purpose(for: user))
        let life = purpose == .invitation ? Self.invitationLife : Self.resetLife
        let link = PasswordLink(
            hash: Self.hash(token), user: user.id, purpose: purpose, createdAt: now, expiresAt: now + life)
        try transaction.insert(link)
        return (token, link)
    }

    /// Whose link it is.
    func find(token: String, in transaction: any StoreTransaction) throws -> (link: PasswordLink, user: User) {
        guard (1...128).contains(token.utf8.count), let link = try transaction.passwordLink(hash: Self.hash(token)),
            surroundings.clock.now < link.expiresAt, let user = try transaction.user(link.user), user.state == .active
        else {
            throw Refusal(
                .gone, "link-gone", "This link is not good, or no longer: it can be used once, and not for ever.")
        }
        return (link, user)
    }

    func url(_ token: String) -> String { rule.link(token) }

    private func mail(to user: User) -> PasswordMail {
        let now = surroundings.clock.now
        return PasswordMail(user: user.id, purpose: Self.purpose(for: user), requestedAt: now, dueAt: now)
    }

    private static func purpose(for user: User) -> PasswordLink.Purpose {
        user.passwordSetAt == nil ? .invitation : .reset
    }

    /// A token is 256 random bits, so a plain hash is as good as a slow one, and the look-up needs no secret compare.
    private static func hash(_ token: String) -> [UInt8] {
        Hash.sha256.digest(Array(token.utf8))
    }
}
