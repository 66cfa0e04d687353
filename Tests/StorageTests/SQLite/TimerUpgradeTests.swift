import Foundation
import GRDB
import Gateway
import GatewayModel
import Testing

@testable import Storage

@Suite("SQLite: a database from before there were timers")
struct TimerUpgradeTests {
    /// A database as the program before made it, with this in it.
    private func upgraded(_ contents: String) throws -> TestStore {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "store.db").path
        let before = try #require(SQLiteSchema.steps.firstIndex(of: SQLiteSchema.timers))
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            for step in SQLiteSchema.steps[..<before] { try database.execute(sql: step) }
            try database.execute(sql: contents + "PRAGMA user_version = \(before)")
        }
        try queue.close()
        return TestStore(store: try SQLiteStore(path: path, exclusively: true), folder: folder)
    }

    private static func conversation(_ id: Int, _ state: String) -> String {
        """
        INSERT INTO conversation (id, contact_point, platform, connection, address_kind, address, state, created_at,
            updated_at) VALUES (\(id), 'sales', 'test', 1, 'phone', '+\(id)', '\(state)', 1, 50);
        """
    }

    private static func message(_ id: Int, in conversation: Int, _ purpose: String, mark: String? = nil) -> String {
        """
        INSERT INTO message (id, conversation, contact_point, connection, address_kind, address, direction, purpose,
            author, mark, status, created_at, status_at)
        VALUES (\(id), \(conversation), 'sales', 1, 'phone', '+1', '\(purpose == "customer" ? "inbound" : "outbound")',
            '\(purpose)', 'x', \(mark.map { "'\($0)'" } ?? "NULL"), 'received', \(id), \(id));
        """
    }

    @Test("Open conversations get the clocks they would have had, and are looked at; closed ones get none")
    func clocks() async throws {
        let store = try upgraded(
            Self.conversation(1, "new") + Self.message(11, in: 1, "customer", mark: "stop")
                + Self.message(12, in: 1, "customer") + Self.message(13, in: 1, "customer", mark: "possibleOptOut")
                + Self.conversation(2, "active") + Self.message(21, in: 2, "customer")
                + Self.message(22, in: 2, "reply")
                + Self.conversation(3, "active") + Self.message(31, in: 3, "customer")
                + Self.message(32, in: 3, "reply")
                + Self.message(33, in: 3, "customer") + Self.message(34, in: 3, "notification")
                + Self.conversation(4, "inactive") + Self.message(41, in: 4, "start")
                + Self.conversation(5, "closed") + Self.message(51, in: 5, "customer"))
        let found = try await store.read { transaction in
            try (1...5).map { try transaction.conversation(ID(rawValue: $0))?.clocks }
        }
        let due = Timestamp(milliseconds: 0)
        #expect(
            found == [
                ConversationClocks(unansweredSince: Samples.time(12), dueAt: due), ConversationClocks(dueAt: due),
                ConversationClocks(unansweredSince: Samples.time(33), dueAt: due),
                ConversationClocks(inactiveSince: Samples.time(50), dueAt: due), ConversationClocks(),
            ])
        #expect(try await store.read { try $0.conversationsDue(by: Samples.time(1), limit: 9).count } == 4)
    }

    @Test("The one event of a changed state reads as the event of that state; who subscribed to it gets all three")
    func events() async throws {
        let event = "INSERT INTO event (kind, at, conversation, value) VALUES ('conversation.stateChanged', 1, 1, "
        let store = try upgraded(
            """
            \(event) 'active'); \(event) 'closed');
            INSERT INTO event (kind, at, value) VALUES ('connection.stateChanged', 1, 'connected');
            INSERT INTO subscriber (id, label, url, kinds, state, position, epoch, created_at, secret)
            VALUES (1, 'CRM', 'https://crm.test', '["message.received","conversation.stateChanged"]', 'active', 0, 0,
                1, x'00');
            """)
        let kinds = try await store.read { try $0.events(after: 0, limit: 9).map(\.event.kind) }
        #expect(kinds == [.conversationActivated, .conversationClosed, .connectionStateChanged])
        let subscriber = try await store.read { try $0.subscribers().first }
        #expect(
            subscriber?.kinds == [
                .messageReceived, .conversationActivated, .conversationInactive, .conversationClosed,
            ])
    }
}
