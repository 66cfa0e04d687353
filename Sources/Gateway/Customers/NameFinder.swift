import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle

/// Asks platforms what they call the customers with whom conversations began.
///
/// Lease → the connector's call → written down, with an event. No message waits for any of it. A process that dies in the
/// middle leaves a lease: the platform is asked again, which does no harm.
public struct NameFinder: Service, CustomStringConvertible {
    /// Longer than a call takes.
    private static let lease = Duration.seconds(120)
    private static let mostAtOnce = 4

    private let surroundings: Surroundings
    private let store: any Store
    private let desk: PlatformDesk
    private let names: CustomerNames
    private let bell: Bell
    private let logger: Logger

    init(_ desk: PlatformDesk, bell: Bell, logger: Logger) {
        surroundings = desk.surroundings
        store = desk.store
        self.desk = desk
        names = CustomerNames(desk.surroundings)
        self.bell = bell
        self.logger = logger
    }

    public var description: String { "NameFinder" }

    /// Works until told to stop; who is being asked for then is asked for again at the next start.
    public func run() async throws {
        var hasBegun = false
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                var next = surroundings.clock.now + .seconds(60)
                do {
                    if !hasBegun && (store.isExclusive || Holding.current != nil) { try await takeBack() }
                    hasBegun = true
                    if let due = try await cancelWhenGracefulShutdown({ try await drain() }) { next = min(next, due) }
                } catch {
                    logger.error("names cannot be asked for; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(at: next, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// What an earlier process had under way is due now.
    public func takeBack() async throws {
        let now = surroundings.clock.now
        try await store.write { try $0.takeBackNames(at: now) }
    }

    /// Asks for every name that is due.
    ///
    /// - Returns: when the next is.
    @discardableResult
    public func drain() async throws -> Timestamp? {
        while true {
            // Others ring as well, and mostly nothing is due.
            let next = try await store.read { try $0.nextNameDue() }
            guard let due = next, due <= surroundings.clock.now, !Task.isCancelled else { return next }
            let leased = try await store.write { try lease(in: $0) }
            await withDiscardingTaskGroup { group in
                for record in leased { group.addTask { await ask(record) } }
            }
        }
    }

    /// Also what a test does that lets a process die in the middle.
    func lease(in transaction: any StoreTransaction) throws -> [CustomerNameRecord] {
        let now = surroundings.clock.now
        return try transaction.dueNames(by: now, limit: Self.mostAtOnce).map { due in
            var due = due
            due.isLeased = true
            due.tries += 1
            due.dueAt = now + Self.lease
            try transaction.update(due)
            return due
        }
    }

    private func ask(_ record: CustomerNameRecord) async {
        let answer: Result<CustomerName?, NameFailure>
        do throws(NameFailure) { answer = .success(try await name(for: record)) } catch { answer = .failure(error) }
        // Told to stop: no failure of the platform's.
        if case .failure = answer, Task.isCancelled { return }
        do {
            let isGivenUp = try await store.write { try names.settle(answer, of: record, in: $0) }
            guard isGivenUp, case .failure(let failure) = answer else { return }
            logger.debug(
                "a customer's name was not told",
                metadata: ["connection": "\(record.connection)", "reason": "\(failure.explanation)"])
        } catch {
            // Not written down: the lease runs out, and it is asked for again.
            logger.error(
                "a name was not stored", metadata: ["connection": "\(record.connection)", "error": "\(error)"])
        }
    }

    private func name(for record: CustomerNameRecord) async throws(NameFailure) -> CustomerName? {
        let opened: PlatformDesk.Opened?
        do {
            opened = try await desk.open(record.connection, hiding: record.customer)
        } catch {
            throw NameFailure(.later(after: nil), "The connection could not be opened.")
        }
        guard let opened, let connector = opened.connector as? any KnowsCustomers else {
            throw NameFailure(.giveUp, "The connection is gone, or tells no names.")
        }
        guard opened.connection.state == .connected else {
            throw NameFailure(.later(after: nil), "The connection must be reconnected first.")
        }
        return try await connector.name(of: record.customer, at: opened.subject, over: opened.transport)
    }
}
