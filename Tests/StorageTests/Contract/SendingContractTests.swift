import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: sending windows, caps, and what was spent")
struct SendingContractTests {
    @Test("A window comes back as it was, and goes", arguments: StoreUnderTest.all)
    func window(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let hours = WeeklyHours("monday 08:00-12:00 13:00-20:00; friday 22:00-02:00")
        #expect(try await store.read { try $0.sendingWindow(of: Samples.sales) } == nil)
        try await store.write { try $0.setSendingWindow(WeeklyHours("monday 08:00-12:00"), of: Samples.sales) }
        try await store.write { try $0.setSendingWindow(hours, of: Samples.sales) }
        #expect(try await store.read { try $0.sendingWindow(of: Samples.sales) } == hours)
        #expect(try await store.read { try $0.sendingWindow(of: Samples.service) } == nil)
        try await store.write { try $0.setSendingWindow(nil, of: Samples.sales) }
        #expect(try await store.read { try $0.sendingWindow(of: Samples.sales) } == nil)
    }

    @Test("Only what waits for an opening is made due", arguments: StoreUnderTest.all)
    func endWait(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let window = "sendingWindow"
        let cases: [(entry: OutboxEntry, parts: [PartRecord.State], reason: String?, isMadeDue: Bool)] = [
            (Samples.entry(1, to: 1, .notification, dueAt: 500), [.waiting], window, true),
            (Samples.entry(2, to: 2, .notification, dueAt: 500), [.waiting, .waiting], nil, true),
            // Due already; a conversation's; of a connection elsewhere; a look-up; a retry; a retry that met the window;
            // held for want of a sender.
            (Samples.entry(3, to: 3, .notification, dueAt: 50), [.waiting], window, false),
            (Samples.entry(4, to: 4, .reply, dueAt: 500), [.waiting], nil, false),
            (Samples.entry(5, to: 5, .notification, on: 2, dueAt: 500), [.waiting], window, false),
            (Samples.entry(6, to: 6, .notification, dueAt: 500), [.unknown], nil, false),
            (Samples.entry(7, to: 7, .notification, dueAt: 500), [.waiting], nil, false),
            (Samples.entry(8, to: 8, .notification, dueAt: 500), [.waiting], window, true),
            (Samples.entry(9, to: 9, .notification, dueAt: 500), [.waiting], "noDiversion", false),
        ]
        try await store.write { transaction in
            try transaction.insert(Samples.connection(1))
            try transaction.insert(Samples.connection(2, at: Samples.service))
            for (entry, states, reason, _) in cases {
                try transaction.insert(Samples.message(entry.message.rawValue, in: nil, entry.purpose))
                let reason = reason.map { StatusReason(code: $0, explanation: "e") }
                try transaction.setStatus(.queued, reason, of: entry.message, at: Samples.time(1))
                try transaction.enqueue(entry, parts: states.map { _ in Part(text: "a") })
                for (number, state) in states.enumerated() {
                    try transaction.update(
                        PartRecord(number: number, part: Part(text: "a"), state: state), of: entry.message)
                }
                var entry = entry
                entry.agesFrom = entry.dueAt
                entry.tries = [7, 8].contains(entry.message.rawValue) ? 1 : 0
                try transaction.update(entry)
            }
            try transaction.endWaitForOpening(at: Samples.sales, now: Samples.time(100))
        }
        for (entry, _, _, isMadeDue) in cases {
            let found = try #require(try await store.read { try $0.outboxEntry(entry.message) })
            #expect(found.dueAt == (isMadeDue ? Samples.time(100) : entry.dueAt), "\(entry.message)")
            #expect(found.agesFrom == found.dueAt, "\(entry.message)")
        }
    }

    @Test("Caps: set, unlimited, and none", arguments: StoreUnderTest.all)
    func caps(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        for cap in [SendingCap.units(5), .unlimited, .units(0), nil] {
            try await store.write { try $0.setSendingCap(cap, of: "a") }
            #expect(try await store.read { try $0.sendingCap(of: "a") } == cap)
            #expect(try await store.read { try $0.sendingCap(of: "b") } == nil)
        }
    }

    @Test("What was spent, by subject and day; given back, and never below nothing", arguments: StoreUnderTest.all)
    func spending(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.spend(5, by: "a", on: 1)
            try transaction.spend(3, by: "a", on: 1)
            try transaction.spend(7, by: "a", on: 2)
            try transaction.spend(9, by: "b", on: 1)
            try transaction.spend(-2, by: "a", on: 1)
            try transaction.spend(-99, by: "b", on: 1)
            try transaction.spend(-4, by: "c", on: 1)
        }
        func spent(_ subject: String, _ day: Int) async throws -> Int {
            try await store.read { try $0.unitsSpent(by: subject, on: day) }
        }
        #expect(try await spent("a", 1) == 6)
        #expect(try await spent("a", 2) == 7)
        #expect(try await spent("b", 1) == 0)
        #expect(try await spent("c", 1) == 0)
        let days = try await store.read { try $0.daysOfSpending(by: "a", limit: 9) }
        #expect(days.map(\.day) == [2, 1])
        #expect(days.map(\.units) == [7, 6])
        try await store.write { try $0.deleteSpending(by: "a", before: 2) }
        #expect(try await spent("a", 1) == 0)
        #expect(try await spent("a", 2) == 7)
    }

    @Test("That a cap was reached is new once a day", arguments: StoreUnderTest.all)
    func reached(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        func note(_ subject: String, _ day: Int) async throws -> Bool {
            try await store.write { try $0.noteCapReached(by: subject, on: day) }
        }
        try await store.write { try $0.spend(5, by: "a", on: 1) }
        #expect(try await note("a", 1))
        #expect(try await !note("a", 1))
        try await store.write { try $0.spend(5, by: "a", on: 1) }
        #expect(try await !note("a", 1))
        #expect(try await note("a", 2))
        #expect(try await note("b", 1))
        #expect(try await store.read { try $0.unitsSpent(by: "a", on: 1) } == 10)
    }
}
