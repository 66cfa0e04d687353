import ConnectorTestKit
import Foundation
import GRDB
import GatewayModel
import PhoneNumbers
import Synchronization
import Testing

@testable import Gateway
@testable import Storage

@Suite("What timers cost a message, in statements")
struct TimerCostTests {
    private enum Step { case question, keyword, answer, pass }

    /// What is said, and the statements that the conversation takes then: those that read, those that write.
    private static let story: [(step: Step, reads: Int, writes: Int, why: String)] = [
        (.question, 3, 2, "is there one, does it answer a notification, the timers; the conversation and its event"),
        (.question, 1, 0, "somebody waits already"),
        (.keyword, 1, 0, "nobody need answer it"),
        (.answer, 2, 2, "active from now on: the timers; the conversation and its event"),
        (.answer, 1, 0, "nobody waits"),
        (.question, 2, 1, "somebody waits again: the timers; since when"),
        (.question, 1, 0, "somebody waits already"),
        (.pass, 0, 0, "a minute"),
        (.question, 1, 0, "somebody waits already"),
        (.answer, 1, 1, "nobody waits any more"),
        (.keyword, 1, 0, "nobody need answer it"),
    ]

    @Test("Nothing, but where somebody begins to wait or is answered")
    func story() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.url.appending(path: "store.db").path, exclusively: true)
        let clock = ManualClock()
        let conversations = Conversations(
            Surroundings(
                clock: clock, ids: IDGenerator(clock: clock), connectors: InstalledConnectors([]),
                numberingPlans: PhoneNumberLibrary(), publicURL: ""))
        try await store.write { try $0.insert(Samples.connection()) }
        for (number, line) in Self.story.enumerated() {
            let (reads, writes) = try await store.write { transaction in
                let sql = try #require((transaction as? SQLTransaction)?.sql)
                let counter = Counter(inner: sql.connection)
                let counted = SQLTransaction(counter, sql.memory)
                switch line.step {
                case .question, .keyword:
                    _ = try conversations.open(
                        Samples.address(1), through: Samples.connection(),
                        line.step == .question ? .inbound : .keyword, in: counted)
                case .answer:
                    _ = try conversations.open(
                        Samples.address(1), through: Samples.connection(), .reply, in: counted)
                case .pass: clock.advance(by: .seconds(60))
                }
                return counter.counts.withLock { $0 }
            }
            #expect(reads == line.reads && writes == line.writes, "\(number): \(reads) and \(writes), \(line.why)")
        }
        let conversation = try await store.read {
            try $0.openConversation(of: Samples.address(1), at: Samples.sales, on: Samples.platform)
        }
        // By the first question: no later message had to move it.
        #expect(conversation?.clocks.dueAt == clock.now - .seconds(60) + .seconds(600))
    }

    private final class Counter: SQLConnection {
        let inner: any SQLConnection
        let counts = Mutex((reads: 0, writes: 0))

        init(inner: any SQLConnection) { self.inner = inner }

        func run(_ statement: StaticString, _ values: [SQLValue]) throws {
            counts.withLock { $0.writes += 1 }
            try inner.run(statement, values)
        }

        func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
            counts.withLock { $0.writes += 1 }
            return try inner.changedRows(by: statement, values)
        }

        func each(
            _ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void
        ) throws {
            counts.withLock { $0.reads += 1 }
            try inner.each(statement, values, row)
        }

        func append(event columns: [SQLValue], skipping positions: Int64) throws {
            counts.withLock { $0.writes += 1 }
            try inner.append(event: columns, skipping: positions)
        }

        func settleEvents() throws { try inner.settleEvents() }

        func isConnected(node: Int) throws -> Bool { try inner.isConnected(node: node) }
    }
}
