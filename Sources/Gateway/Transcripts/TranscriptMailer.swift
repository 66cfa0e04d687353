import GatewayModel
import Logging
public import ServiceLifecycle

/// Mails the transcripts that were asked for. Each waits in the database until a mail server has taken it, so none is
/// lost; a crash right after that may repeat one, under the same message id.
public final class TranscriptMailer: Service, CustomStringConvertible {
    /// For so long a mail server may be out of order.
    static let life = Duration.seconds(24 * 3600)
    /// For so long a refusal is doubted: it may be meant for an address that does not exist, or for our password.
    static let lifeOfRefused = Duration.seconds(2 * 3600)
    private static let batch = 20

    private let surroundings: Surroundings
    private let store: any Store
    private let sender: (any MailSender)?
    private let logger: Logger
    private let bell = Bell()

    /// - Parameter sender: `nil` where no mail can be sent.
    init(_ surroundings: Surroundings, store: any Store, sender: (any MailSender)?, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.sender = sender
        self.logger = logger
    }

    public var description: String { "TranscriptMailer" }

    /// From one look to the next. Whoever asks rings on their own node only; without a mail server there is nothing to
    /// do but to forget what has become too old.
    private var interval: Duration { sender == nil ? .seconds(3600) : .seconds(5) }

    /// There may be a mail to send.
    public func wake() { bell.ring() }

    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                // A mail server that does not answer must not hold up a stop.
                await cancelWhenGracefulShutdown { await self.round() }
                self.bell.ring(at: self.surroundings.clock.now + self.interval, by: self.surroundings.clock)
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
            logger.error("transcripts cannot be mailed; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Sends what is due.
    public func drain() async throws {
        let now = surroundings.clock.now
        for mail in try await store.read({ try $0.transcriptMails(dueBy: now, limit: Self.batch) }) {
            if Task.isCancelled { return }
            try await send(mail)
        }
    }

    private func send(_ mail: TranscriptMail) async throws {
        let now = surroundings.clock.now
        // What waited in a backup, or until somebody set up a mail server, is wanted no more.
        guard now - mail.requestedAt < Self.life, let address = mail.address.flatMap({ MailAddress($0) }) else {
            return try await settle(mail, .failed)
        }
        guard let sender, let letter = try await store.read({ try TranscriptLetter(mail, in: $0) }) else { return }
        do {
            try await sender.send(letter.mail(reference: mail.id.description, to: address, at: now))
        } catch {
            // Told to stop: that is no fault of the server's.
            if Task.isCancelled { return }
            // What the server said stays out of the log: servers repeat addresses.
            logger.warning(
                "a transcript could not be mailed",
                metadata: ["transcript": "\(mail.id)", "kind": "\(error.kind)", "tries": "\(mail.tries + 1)"])
            return try await putOff(mail, error.kind)
        }
        try await settle(mail, .mailed)
    }

    private func settle(_ mail: TranscriptMail, _ end: TranscriptMail.State) async throws {
        let now = surroundings.clock.now
        try await store.write { transaction in
            // Erased meanwhile: there is nothing left to tell of.
            guard var mail = try transaction.transcriptMails(of: mail.conversation).first(where: { $0.id == mail.id })
            else { return }
            mail.settle(end)
            try transaction.update(mail)
            try transaction.append(Event(about: mail, at: now))
        }
    }

    private func putOff(_ mail: TranscriptMail, _ kind: MailFailure.Kind) async throws {
        let life = kind == .permanent ? Self.lifeOfRefused : Self.life
        var next = mail
        let dueAt = surroundings.clock.now + MailBackOff.wait(kind, failures: mail.tries)
        guard dueAt - mail.requestedAt < life else { return try await settle(mail, .failed) }
        next.dueAt = dueAt
        next.tries += 1
        try await store.write { [next] in try $0.update(next) }
    }
}
