import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: lists and pages")
struct ListContractTests {
    /// Reads a list page by page, from its beginning.
    private func pages<Row: Sendable, Cursor: Sendable>(
        of store: TestStore, by limit: Int, cursor: @Sendable (Row) -> Cursor,
        _ read: @escaping @Sendable (any StoreTransaction, Page<Cursor>) throws -> [Row]
    ) async throws -> [Row] {
        var rows: [Row] = []
        while true {
            let after = rows.last.map(cursor)
            let page = try await store.read { try read($0, Page(after: after, limit: limit)) }
            #expect(page.count <= limit)
            if page.isEmpty { return rows }
            rows += page
        }
    }

    @Test("Conversations: newest first, by contact point and state", arguments: StoreUnderTest.all)
    func conversations(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...20 as ClosedRange<Int64> {
                try transaction.insert(
                    Samples.conversation(
                        number, of: Int(number), at: number.isMultiple(of: 2) ? Samples.sales : Samples.service,
                        number > 10 ? .closed : .active))
            }
        }
        for limit in [1, 3, 20, 100] {
            let all = try await pages(of: store, by: limit, cursor: \.id) {
                try $0.conversations(ConversationFilter(contactPoint: nil), $1)
            }
            #expect(all.map(\.id.rawValue) == (1...20).reversed())
            let some = try await pages(of: store, by: limit, cursor: \.id) {
                try $0.conversations(ConversationFilter(contactPoint: Samples.sales, state: .closed), $1)
            }
            #expect(some.map(\.id.rawValue) == [20, 18, 16, 14, 12])
        }
    }

    @Test(
        "Conversations that are open: the one in which something was said last comes first",
        arguments: StoreUnderTest.all)
    func bySpeech(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...6 as ClosedRange<Int64> {
                try transaction.insert(
                    Samples.conversation(
                        number, of: Int(number), at: number == 5 ? Samples.service : Samples.sales,
                        number == 6 ? .closed : .active))
            }
            for (number, conversation) in [(11, 4), (12, 2), (13, 6), (14, 1), (15, 5), (16, 4)] as [(Int64, Int64)] {
                try transaction.insert(Samples.message(number, in: conversation))
            }
        }
        // All that was said in the third is erased: its own number is older than any message.
        for limit in [1, 2, 50] {
            let rows = try await pages(of: store, by: limit, cursor: \.last) {
                try $0.openConversations(bySpeech: ConversationFilter(isOpen: true), $1)
            }
            #expect(rows.map(\.conversation.id.rawValue) == [4, 5, 1, 2, 3])
            #expect(rows.map(\.last.rawValue) == [16, 15, 14, 12, 3])
        }
        for (filter, expected) in [
            (ConversationFilter(contactPoint: Samples.sales, isOpen: true), [4, 1, 2, 3]),
            (ConversationFilter(isOpen: true, customer: Samples.address(5)), [5]),
            (ConversationFilter(isOpen: true, externalReference: "ticket 2"), [2]),
            (ConversationFilter(isOpen: true, owner: .nobody), []), (ConversationFilter(state: .new, isOpen: true), []),
        ] as [(ConversationFilter, [Int64])] {
            let rows = try await store.read {
                try $0.openConversations(bySpeech: filter, Page(after: nil, limit: 50))
            }
            #expect(rows.map(\.conversation.id.rawValue) == expected, "\(filter)")
        }
        #expect(
            try await store.read {
                try $0.openConversations(bySpeech: ConversationFilter(), Page(after: nil, limit: 1)).first?.conversation
            } == Samples.conversation(4, of: 4, .active))
    }

    @Test(
        "Those that are overdue, and those with a possible opt-out until it is settled", arguments: StoreUnderTest.all)
    func only(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...4 as ClosedRange<Int64> {
                var conversation = Samples.conversation(number, of: Int(number), number == 4 ? .closed : .active)
                conversation.clocks.isOverdue = number == 2
                try transaction.insert(conversation)
                try transaction.insert(Samples.message(10 + number, in: number))
            }
            for number in [11, 14] as [Int64] { try transaction.setMark(.possibleOptOut, of: Samples.message(number)) }
        }
        func found(_ filter: ConversationFilter) async throws -> [Int64] {
            try await store.read { try $0.conversations(filter, Page(after: nil, limit: 9)).map(\.id.rawValue) }
        }
        func bySpeech(_ filter: ConversationFilter) async throws -> [Int64] {
            try await store.read {
                try $0.openConversations(bySpeech: filter, Page(after: nil, limit: 9)).map(\.conversation.id.rawValue)
            }
        }
        let (one, four) = (Samples.address(1), Samples.address(4))
        #expect(try await found(ConversationFilter(isOverdue: true)) == [2])
        #expect(try await found(ConversationFilter(mayOptOut: true)) == [4, 1])
        #expect(try await found(ConversationFilter(isOpen: true, mayOptOut: true)) == [1])
        #expect(try await found(ConversationFilter(customer: four, mayOptOut: true)) == [4])
        #expect(try await found(ConversationFilter(customer: one, isOverdue: true)) == [])
        #expect(try await found(ConversationFilter(externalReference: "ticket 2", isOverdue: true)) == [2])
        #expect(try await found(ConversationFilter(isOverdue: true, mayOptOut: true)) == [])
        #expect(try await bySpeech(ConversationFilter(isOpen: true, isOverdue: true)) == [2])
        #expect(try await bySpeech(ConversationFilter(isOpen: true, mayOptOut: true)) == [1])
        try await store.write { try $0.setMark(.settledAsNoOptOut, of: Samples.message(11)) }
        #expect(try await found(ConversationFilter(mayOptOut: true)) == [4])
        #expect(try await bySpeech(ConversationFilter(isOpen: true, mayOptOut: true)) == [])
    }

    @Test("Messages: in the order in which they were stored", arguments: StoreUnderTest.all)
    func messages(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in [5, 3, 9, 1, 7] as [Int64] { try transaction.insert(Samples.message(number)) }
            try transaction.insert(Samples.message(4, in: 2))
            try transaction.insert(Samples.message(6, in: nil))
        }
        let rows = try await pages(of: store, by: 2, cursor: \.id) { try $0.messages(of: ID(rawValue: 1), $1) }
        #expect(rows.map(\.id.rawValue) == [1, 3, 5, 7, 9])
        #expect(rows.first == Samples.message(1))
    }

    @Test("Stop entries: those that are stopped, by address, of one contact point", arguments: StoreUnderTest.all)
    func stopEntries(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 10..<30 { try transaction.put(Samples.stopEntry(number)) }
            for number in [12, 17, 29] { try transaction.put(Samples.stopEntry(number, isStopped: false)) }
            try transaction.put(Samples.stopEntry(99, at: Samples.service))
        }
        let rows = try await pages(of: store, by: 7, cursor: \.address) { try $0.stopEntries(at: Samples.sales, $1) }
        #expect(rows.map(\.address) == (10..<30).filter { ![12, 17, 29].contains($0) }.map(Samples.address))
        let lifted = try await store.read { try $0.stopEntry(for: Samples.address(12), at: Samples.sales) }
        #expect(lifted?.isStopped == false)
        let all = try await pages(of: store, by: 7, cursor: \StopEntry.self) { try $0.stopEntries($1) }
        #expect(all == rows + [Samples.stopEntry(99, at: Samples.service)])
    }

    @Test(
        "A stop entry: who brought it with a file is kept, until somebody puts another in its place",
        arguments: StoreUnderTest.all)
    func importedEntry(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var entry = Samples.stopEntry(1)
        entry.imported = StopEntry.Import(by: "somebody else", at: Samples.time(9))
        for one in [entry, Samples.stopEntry(1)] {
            try await store.write { try $0.put(one) }
            #expect(try await store.read { try $0.stopEntry(for: one.address, at: Samples.sales) } == one)
        }
    }

    @Test("Events: in commit order, without gaps in what a reader sees", arguments: StoreUnderTest.all)
    func events(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let appended = 200
        try await withThrowingDiscardingTaskGroup { group in
            for number in 1...appended {
                group.addTask {
                    try await store.write {
                        try $0.append(Event(.messageCreated, at: Samples.time(Int64(number)), value: "\(number)"))
                    }
                }
            }
            // A reader that follows sees each event once: none appears behind it.
            group.addTask {
                var position: Int64 = 0
                var seen: Set<String> = []
                while seen.count < appended {
                    let after = position
                    for (found, event) in try await store.read({ try $0.events(after: after, limit: 7) }) {
                        #expect(found > position)
                        position = found
                        #expect(seen.insert(event.value ?? "").inserted)
                    }
                    await Task.yield()
                }
            }
        }
    }

    @Test("Audit entries, quarantine and unrouted events: newest first", arguments: StoreUnderTest.all)
    func newestFirst(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...10 as ClosedRange<Int64> {
                try transaction.append(
                    AuditEntry(
                        at: Samples.time(number), actor: "a", action: "\(number)", subject: "s", before: "b", after: nil
                    ))
                try transaction.insert(
                    QuarantinedRequest(
                        id: ID(rawValue: number), app: Samples.app, receivedAt: Samples.time(number), reason: "r",
                        byteCount: 10, sealed: [1, 2, 3]))
                try transaction.insert(
                    UnroutedEvent(
                        id: ID(rawValue: number), app: Samples.app, receivedAt: Samples.time(number),
                        address: Samples.address(1), from: nil, text: nil, media: [], details: [:],
                        key: EventKey(time: Samples.time(4), id: "\(number)")))
            }
        }
        let expected = Array((1...10).reversed()) as [Int64]
        let audit = try await pages(of: store, by: 3, cursor: \.position) { try $0.auditEntries(AuditFilter(), $1) }
        #expect(audit.map(\.entry.action) == expected.map { "\($0)" })
        #expect(audit.last?.entry.before == "b" && audit.last?.entry.after == nil)
        let quarantine = try await pages(of: store, by: 3, cursor: \.id) { try $0.quarantinedRequests($1) }
        #expect(quarantine.map(\.id.rawValue) == expected)
        let unrouted = try await pages(of: store, by: 3, cursor: \.id) { try $0.unroutedEvents($1) }
        #expect(unrouted.map(\.id.rawValue) == expected)
        #expect(unrouted.first?.key == EventKey(time: Samples.time(4), id: "10"))

        let size = try await store.read { try $0.quarantineSize(of: Samples.app) }
        #expect(size == (10, 100))
        try await store.write { try $0.deleteQuarantined(before: Samples.time(6)) }
        #expect(try await store.read { try $0.quarantineSize(of: Samples.app).count } == 5)
    }

    @Test("The audit log by who, what, to what and when", arguments: StoreUnderTest.all)
    func auditFilter(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let entries = [
            ("key_a", "connection.create", "connection/1"), ("key_a", "connection.delete", "connection/1"),
            ("key_b", "connection.create", "connection/12"), ("gateway", "connections", "contact-point/sales"),
            ("key_a", "denied", "contact-point/sales/startConversation"), ("key_a", "denied", "contact-point/sales2"),
        ]
        try await store.write { transaction in
            for (number, entry) in entries.enumerated() {
                try transaction.append(
                    AuditEntry(
                        at: Samples.time(Int64(number)), actor: entry.0, action: entry.1, subject: entry.2))
            }
        }
        let cases: [(AuditFilter, [Int])] = [
            (AuditFilter(), [5, 4, 3, 2, 1, 0]),
            (AuditFilter(actor: "key_a"), [5, 4, 1, 0]),
            (AuditFilter(action: "connection"), [2, 1, 0]),
            (AuditFilter(action: "connection.create"), [2, 0]),
            (AuditFilter(subject: "contact-point/sales"), [4, 3]),
            (AuditFilter(subject: "connection/1"), [1, 0]),
            (AuditFilter(actor: "key_a", action: "denied", subject: "contact-point"), [5, 4]),
            (AuditFilter(since: Samples.time(2), until: Samples.time(4)), [3, 2]),
            (AuditFilter(actor: "nobody"), []), (AuditFilter(subject: "%"), []),
        ]
        for (filter, expected) in cases {
            let found = try await store.read { try $0.auditEntries(filter, Page(after: nil, limit: 10)) }
            #expect(found.map(\.entry.subject) == expected.map { entries[$0].2 }, "\(filter)")
        }
    }
}
