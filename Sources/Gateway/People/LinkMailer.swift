import GatewayModel
import Logging
public import ServiceLifecycle

/// Mails that bring links: they wait in the database, and leave it when a mail server has taken them. Their links are
/// made when they go: nothing that opens a door waits with them.
public final class LinkMailer: Service, CustomStringConvertible {
    /// From one look to the next. Whoever asks for a mail rings on their own node only.
    private static let interval = Duration.seconds(5)
    private static let batch = 20

    private let surroundings: Surroundings
    private let store: any Store
    private let links: PasswordLinks
    private let sender: (any MailSender)?
    private let logger: Logger
    private let bell = Bell()

    /// - Parameter sender: `nil` where no mail can be sent.
    init(
        _ surroundings: Surroundings, store: any Store, links: PasswordLinks, sender: (any MailSender)?, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        self.links = links
        self.sender = sender
        self.logger = logger
    }

    public var description: String { "LinkMailer" }

    /// There may be a mail to send.
    func wake() { bell.ring() }

    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                // A mail server that does not answer must not hold up a stop.
                await cancelWhenGracefulShutdown { await self.round() }
                // Without a mail server there is nothing to wait for but the end.
                if self.sender != nil {
                    self.bell.ring(at: self.surroundings.clock.now + Self.interval, by: self.surroundings.clock)
                }
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
            logger.error("links cannot be mailed; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Sends what is due.
    public func drain() async throws {
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
        let wait = MailBackOff.wait(kind, failures: mail.tries)
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
