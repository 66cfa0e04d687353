import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// What is done for people after they were answered: an answer that waited for it would tell, by the time it takes,
/// whether somebody is known here.
///
/// Mails that bring links wait in the database, and leave it when a mail server has taken them. Their links are made
/// when they go: nothing that opens a door waits with them.
public final class Errands: Service, CustomStringConvertible {
    enum Errand: Sendable {
        case note(AuditEntry)
        case mailLink(email: String)
    }

    /// More that have not been run yet are not taken.
    private static let mostWaiting = 1000
    private static let interval = Duration.seconds(30)
    private static let batch = 20
    private static let longestWait = Duration.seconds(1800)

    private let surroundings: Surroundings
    private let store: any Store
    private let links: PasswordLinks
    private let sender: (any MailSender)?
    private let logger: Logger
    private let bell = Bell()
    private let waiting = Mutex<[Errand]>([])

    init(
        _ surroundings: Surroundings, store: any Store, links: PasswordLinks, sender: (any MailSender)?,
        logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        self.links = links
        self.sender = sender
        self.logger = logger
    }

    public var description: String { "Errands" }

    /// - Returns: whether it was taken.
    @discardableResult
    func add(_ errand: Errand) -> Bool {
        let isTaken = waiting.withLock { waiting in
            guard waiting.count < Self.mostWaiting else { return false }
            waiting.append(errand)
            return true
        }
        bell.ring()
        return isTaken
    }

    /// There may be a mail to send.
    public func wake() { bell.ring() }

    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                // A mail server that does not answer must not hold up a stop.
                await cancelWhenGracefulShutdown { await self.round() }
                self.bell.ring(at: self.surroundings.clock.now + Self.interval, by: self.surroundings.clock)
            }
        } onGracefulShutdown: {
            self.bell.ring()
        }
        bell.silence()
    }

    private func round() async {
        do {
            try await drain()
        } catch {
            logger.error("something for people could not be done; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Does everything that waits, and sends what is due.
    public func drain() async throws {
        while let errand = waiting.withLock({ $0.first }) {
            try await store.write { [links] transaction in
                switch errand {
                case .note(let entry): try transaction.append(entry)
                case .mailLink(let email): try links.request(email: email, in: transaction)
                }
            }
            waiting.withLock { _ = $0.removeFirst() }
        }
        guard let sender else { return }
        let now = surroundings.clock.now
        for mail in try await store.read({ try $0.passwordMails(dueBy: now, limit: Self.batch) }) {
            try await send(mail, by: sender)
        }
    }

    private func send(_ mail: PasswordMail, by sender: any MailSender) async throws {
        let now = surroundings.clock.now
        let letter = try await store.write { [links] transaction -> Mail? in
            guard let user = try transaction.user(mail.user), user.state == .active,
                let address = user.email.flatMap({ MailAddress($0) })
            else {
                try transaction.deletePasswordMail(to: mail.user)
                return nil
            }
            let (token, link) = try links.make(for: user, in: transaction)
            return PasswordLetter(user: user, url: links.url(token), link: link).mail(to: address, at: now)
        }
        guard let letter else { return }
        do {
            try await sender.send(letter)
        } catch {
            // Told to stop: that is no fault of the server's.
            if Task.isCancelled { return }
            logger.error(
                "a link could not be mailed", metadata: ["user": "\(mail.user)", "reason": "\(error.explanation)"])
            return try await putOff(mail, error.kind)
        }
        try await store.write { transaction in
            guard try transaction.passwordMail(to: mail.user)?.requestedAt == mail.requestedAt else { return }
            try transaction.deletePasswordMail(to: mail.user)
        }
    }

    /// To be tried again, for as long as the link of its first try would have been good.
    private func putOff(_ mail: PasswordMail, _ kind: MailFailure.Kind) async throws {
        let now = surroundings.clock.now
        let wait =
            switch kind {
            case .temporary: min(Self.interval * (1 << min(mail.tries, 10)), Self.longestWait)
            case .permanent: Self.longestWait
            }
        let life = mail.purpose == .invitation ? PasswordLinks.invitationLife : PasswordLinks.resetLife
        var next = mail
        next.dueAt = now + wait
        next.tries += 1
        try await store.write { [next] transaction in
            guard try transaction.passwordMail(to: mail.user)?.requestedAt == mail.requestedAt else { return }
            guard next.dueAt - mail.requestedAt < life else {
                try transaction.deletePasswordMail(to: mail.user)
                return try transaction.append(
                    AuditEntry(
                        at: now, actor: "gateway", action: "password-link.give-up", subject: "user/\(mail.user)",
                        after: "no mail server took it in \(next.tries) tries"))
            }
            try transaction.put(next)
        }
    }
}
