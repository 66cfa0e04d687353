import ConnectorKit
import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Whom alerts are mailed to, and by whom.
public struct AlertMail: Sendable {
    public let sender: any MailSender
    public let recipients: [MailAddress]

    public init(_ sender: any MailSender, to recipients: [MailAddress]) {
        self.sender = sender
        self.recipients = recipients
    }
}

/// Tells people by mail what only a person can mend.
///
/// It follows the event log from a position that is durable. What is to be told is queued in the transaction that moves
/// the position, and leaves the queue only when a mail server has taken it: a crash, or a mail server that is down for
/// days, loses nothing. A crash right after a mail may repeat it.
public final class Alerts: Service, CustomStringConvertible {
    static let interval = Duration.seconds(5)

    private let surroundings: Surroundings
    private let store: any Store
    private let mail: AlertMail?
    private let log: AlertLog
    private let bell = Bell()
    private let logger: Logger
    private let delivery = Mutex(AlertDelivery())

    /// - Parameter mail: `nil` where nobody is to be told.
    init(_ surroundings: Surroundings, store: any Store, mail: AlertMail?, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.mail = mail
        log = AlertLog(surroundings: surroundings)
        self.logger = logger
    }

    public var description: String { "Alerts" }

    /// Works until told to stop.
    public func run() async throws {
        store.signal.connect(bell)
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                // A mail server that does not answer must not hold up a stop.
                await cancelWhenGracefulShutdown { await self.round() }
                // Without recipients there is nothing to wait for but the end.
                if self.mail != nil {
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
            logger.error("alerts cannot be read or noted; trying again", metadata: ["error": "\(error)"])
        }
    }

    /// Takes in every event, and mails what is due.
    public func drain() async throws {
        guard let mail else {
            try await store.write { [log] in try log.forget($0) }
            return
        }
        if try await store.read({ [log] in try log.hasNew($0) }) {
            while try await store.write({ [log] in try log.takeIn($0) }) {}
        }
        try await noteMailed()
        let now = surroundings.clock.now
        guard delivery.withLock({ $0.isAllowed(at: now) }) else { return }
        let due = try await store.read { [log] in try log.due($0) }
        guard let message = AlertDigest.mail(of: due, to: mail.recipients, at: now) else { return }
        do {
            try await mail.sender.send(message)
        } catch {
            // Told to stop: that is no fault of the server's.
            if Task.isCancelled { return }
            let wait = delivery.withLock { $0.fail(error.kind, at: now) }
            logger.error(
                "an alert could not be mailed; it is kept and tried again",
                metadata: ["reason": "\(error.explanation)", "alerts": "\(due.count)", "wait": "\(wait)"])
            return
        }
        delivery.withLock { $0 = AlertDelivery(unnoted: (due, now)) }
        logger.notice("alerts were mailed", metadata: ["alerts": "\(due.count)"])
        try await noteMailed()
    }

    private func noteMailed() async throws {
        guard let (alerts, moment) = delivery.withLock({ $0.unnoted }) else { return }
        try await store.write { [log] in try log.settle(alerts, mailedAt: moment, in: $0) }
        delivery.withLock { $0.unnoted = nil }
    }
}
