import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// What is done for people after they were answered: an answer that waited for it would tell, by the time it takes,
/// whether somebody is known here.
///
/// What was asked of this process is done by it. Mails that it comes to are ``LinkMailer``'s.
public final class Errands: Service, CustomStringConvertible {
    enum Errand: Sendable {
        case note(AuditEntry)
        case mailLink(email: String)
    }

    /// More that have not been run yet are not taken.
    private static let mostWaiting = 1000
    private static let interval = Duration.seconds(30)

    private let surroundings: Surroundings
    private let store: any Store
    private let links: PasswordLinks
    private let mailer: LinkMailer
    private let logger: Logger
    private let bell = Bell()
    private let waiting = Mutex<[Errand]>([])

    init(_ surroundings: Surroundings, store: any Store, links: PasswordLinks, mailer: LinkMailer, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.links = links
        self.mailer = mailer
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
    public func wake() { mailer.wake() }

    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in self.bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                await self.round()
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

    /// Does everything that waits.
    public func drain() async throws {
        while let errand = waiting.withLock({ $0.first }) {
            try await store.write { [links] transaction in
                switch errand {
                case .note(let entry): try transaction.append(entry)
                case .mailLink(let email): try links.request(email: email, in: transaction)
                }
            }
            waiting.withLock { _ = $0.removeFirst() }
            mailer.wake()
        }
    }
}
