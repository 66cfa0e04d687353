import Gateway
import GatewayModel
import Logging
import PhoneNumbers
import SMSConnector
import ServiceLifecycle
import Storage
import Synchronization

/// A database with many open conversations, and whoever keeps their timers, in this process.
final class OpenConversations: Sendable {
    let clock = JumpingClock()
    let store: any DatabaseStore
    let ids: IDGenerator
    let timekeeper: Timekeeper
    private let surroundings: Surroundings
    private let house: House
    private let platform = SMSConnector().platform
    private static let batch = 1000

    /// - Parameters:
    ///   - due: so many become inactive once the clock has jumped, the others much later.
    ///   - spread: after the jump; the first of them at once.
    ///   - place: where they are kept, and removed in the end.
    static func make(
        _ count: Int, due: Int, within spread: Duration, in place: House
    ) async throws -> OpenConversations {
        let house = try OpenConversations(in: place)
        try await house.store.write { [house] transaction in
            try ContactPoints(house.surroundings).prepare(in: transaction)
            try Timers(house.surroundings).change(in: .tenant, by: "bench", in: transaction) {
                $0[.inactive] = TimerLength(seconds: 4 * 3600)
            }
        }
        for begin in stride(from: 0, to: count, by: batch) {
            try await house.store.write { [house] transaction in
                for index in begin..<min(begin + batch, count) {
                    let offset = index < due ? spread * index / max(due, 1) : .seconds(55 * 60)
                    try house.add(index, dueAfterJump: offset, in: transaction)
                }
            }
        }
        return house
    }

    private init(in house: House) throws {
        self.house = house
        store = try house.open()
        ids = IDGenerator(node: store.nodeNumber ?? 0, clock: clock)
        surroundings = Surroundings(
            clock: clock, ids: ids, connectors: InstalledConnectors([SMSConnector()]),
            numberingPlans: PhoneNumberLibrary(),
            publicURL: "")
        timekeeper = Timekeeper(
            surroundings, store: store, meters: Meters(),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Answered, and silent since: with an inactive timer of two hours it is due so long after the jump. What is noted
    /// is due two hours later, for the timer is still four hours long.
    private func add(_ index: Int, dueAfterJump offset: Duration, in transaction: any StoreTransaction) throws {
        let silentSince = clock.jumpsTo + offset - .seconds(2 * 3600)
        let customer = Address(kind: .phone, value: "+1415\(5_000_000 + index)")
        let conversation = Conversation(
            id: ids.next(), contactPoint: .default, platform: platform, connection: ID(rawValue: 1),
            customer: customer, state: .active,
            clocks: ConversationClocks(dueAt: silentSince + .seconds(4 * 3600)), createdAt: silentSince,
            updatedAt: silentSince)
        try transaction.insert(conversation)
        try transaction.insert(message(in: conversation.id, customer, at: silentSince))
    }

    func message(in conversation: ID<Conversation>?, _ customer: Address, at moment: Timestamp) -> Message {
        Message(
            id: ids.next(), conversation: conversation, contactPoint: .default, connection: ID(rawValue: 1),
            customer: customer, direction: .inbound, purpose: .customer, author: "customer",
            text: "Hello, is my order ready?", status: .received, createdAt: moment, statusAt: moment)
    }

    /// Has the timekeeper work meanwhile.
    func serve(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let group = ServiceGroup(
            services: [timekeeper], logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            try await work()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Two hours in place of four.
    func shorten() async throws {
        try await store.write { [surroundings] transaction in
            try Timers(surroundings).change(in: .tenant, by: "bench", in: transaction) {
                $0[.inactive] = TimerLength(seconds: 2 * 3600)
            }
        }
    }

    /// What the start, or a change, has noted is gone again; at the start it may take a moment to be there.
    func untilAllAreLookedAt() async throws {
        for _ in 0..<200 where try await store.read({ try $0.nextRetiming() == nil }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        while try await store.read({ try $0.nextRetiming() != nil }) { try await Task.sleep(for: .milliseconds(5)) }
    }

    func untilExpired(_ count: Int) async throws {
        while try await store.read({ try $0.eventCounts(after: 0) }).first(where: { $0.kind == .conversationInactive })?
            .count ?? 0 < count
        { try await Task.sleep(for: .milliseconds(50)) }
    }

    /// From when each was due until it was inactive.
    func lateness() async throws -> [Duration] {
        var found: [Duration] = []
        var position: Int64 = 0
        while true {
            let (events, dues) = try await store.read { [position] transaction in
                let events = try transaction.events(after: position, limit: 1000)
                let inactive = events.map(\.event).filter { $0.kind == .conversationInactive }
                let dues = try inactive.map { event in
                    let begin = try event.conversation.flatMap { try transaction.conversation($0) }?.createdAt
                    return event.at - ((begin ?? event.at) + .seconds(2 * 3600))
                }
                return (events.last?.position, dues)
            }
            guard let events else { return found }
            found += dues
            position = events
        }
    }

    func remove() {
        try? store.close()
        house.remove()
    }
}

/// The machine's clock, until it jumps an hour ahead.
final class JumpingClock: WallClock {
    private let ahead = Mutex(Duration.zero)
    let jumpsTo: Timestamp

    init() { jumpsTo = SystemClock().now + .seconds(3600) }

    var now: Timestamp { SystemClock().now + ahead.withLock { $0 } }

    func jump() {
        let now = SystemClock().now
        ahead.withLock { $0 = jumpsTo - now }
    }
}
