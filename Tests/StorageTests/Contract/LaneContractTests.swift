import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: the outbox")
struct LaneContractTests {
    private static let part = [Part(text: "Hello")]

    private func ready(_ store: TestStore, on connection: Int64 = 1, dueBy: Int64 = 100) async throws -> [Int64] {
        try await store.read {
            try $0.readyEntries(on: ID(rawValue: connection), dueBy: Samples.time(dueBy), limit: 100)
                .map(\.message.rawValue)
        }
    }

    private func enqueue(_ entries: [OutboxEntry], in store: TestStore) async throws {
        try await store.write { transaction in
            for entry in entries {
                if try transaction.connection(entry.connection) == nil {
                    try transaction.insert(Samples.connection(entry.connection.rawValue))
                }
                try transaction.enqueue(entry, parts: Self.part)
            }
        }
    }

    private func state(_ number: Int64, in store: TestStore) async throws -> OutboxEntry.State? {
        try await store.read { try $0.outboxEntry(ID(rawValue: number))?.state }
    }

    @Test("Only the first of each lane is ready; finishing it makes the next so", arguments: StoreUnderTest.all)
    func lanes(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue(
            [
                Samples.entry(1), Samples.entry(2), Samples.entry(3, .notification), Samples.entry(4, to: 2),
                Samples.entry(5, at: Samples.service), Samples.entry(6, .stopConfirmation),
                Samples.entry(7, .notification),
            ], in: store)
        #expect(try await ready(store) == [1, 4, 5, 3])
        let last = try await store.read { transaction in
            try [
                transaction.lastInLane(of: Samples.address(1), at: Samples.sales, .conversation),
                transaction.lastInLane(of: Samples.address(1), at: Samples.sales, .notification),
                transaction.lastInLane(of: Samples.address(2), at: Samples.sales, .notification),
            ].map { $0?.rawValue }
        }
        #expect(last == [6, 7, nil])
        for (finished, expected) in [(1, [2, 4, 5, 3]), (3, [2, 4, 5, 7]), (2, [4, 5, 6, 7]), (6, [4, 5, 7])]
            as [(Int64, [Int64])]
        {
            try await store.write { try $0.finish(ID(rawValue: finished)) }
            #expect(try await ready(store) == expected)
        }
        // A lane that emptied begins anew.
        try await enqueue([Samples.entry(8)], in: store)
        #expect(try await state(8, in: store) == .ready)
    }

    @Test("A diverted message is another connection's, in the same place of its lane", arguments: StoreUnderTest.all)
    func diverted(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Samples.connection(2, app: 7))
            for number in [1, 2, 3] as [Int64] { try transaction.insert(Samples.message(number)) }
        }
        try await enqueue([Samples.entry(1), Samples.entry(2), Samples.entry(3, to: 2)], in: store)
        try await store.write { transaction in
            for number in [2, 1] as [Int64] {
                try transaction.divert(ID(rawValue: number), to: ID(rawValue: 2), dueAt: Samples.time(50))
            }
        }
        #expect(try await ready(store) == [3])
        #expect(try await ready(store, on: 2) == [1])
        #expect(try await ready(store, on: 2, dueBy: 49) == [])
        #expect(try await state(2, in: store) == .behind)
        let part = PartReference(message: ID(rawValue: 2), number: 0)
        #expect(try await store.read { try $0.app(of: part) } == ID(rawValue: 7))
        #expect(try await store.read { try $0.message(ID(rawValue: 2))?.connection } == ID(rawValue: 2))
        #expect(try await store.read { try $0.message(ID(rawValue: 3))?.connection } == ID(rawValue: 1))
        try await store.write { try $0.finish(ID(rawValue: 1)) }
        #expect(try await ready(store, on: 2) == [2])
    }

    @Test("Finishing one behind, twice or never enqueued, changes nothing else", arguments: StoreUnderTest.all)
    func finishOthers(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue((1...4).map { Samples.entry($0) }, in: store)
        for number in [3, 3, 99] as [Int64] { try await store.write { try $0.finish(ID(rawValue: number)) } }
        #expect(try await ready(store) == [1])
        try await store.write { try $0.finish(ID(rawValue: 1)) }
        #expect(try await ready(store) == [2])
    }

    @Test("Finishing one behind does not wake another while the first is leased", arguments: StoreUnderTest.all)
    func leasedHead(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue((1...3).map { Samples.entry($0) }, in: store)
        try await store.write { transaction in
            var entry = Samples.entry(1)
            entry.state = .leased
            entry.leasedUntil = Samples.time(50)
            try transaction.update(entry)
            try transaction.finish(ID(rawValue: 2))
        }
        #expect(try await ready(store).isEmpty)
        #expect(try await state(3, in: store) == .behind)
        try await store.write { try $0.finish(ID(rawValue: 1)) }
        #expect(try await ready(store) == [3])
    }

    @Test("One that is set aside lets the others go, and comes back one at a time", arguments: StoreUnderTest.all)
    func setAside(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue((1...3).map { Samples.entry($0) }, in: store)
        try await store.write { try $0.setAside(ID(rawValue: 1)) }
        #expect(try await state(1, in: store) == .held)
        #expect(try await ready(store) == [2])

        try await store.write { try $0.putBack(ID(rawValue: 1), dueAt: Samples.time(7)) }
        #expect(try await state(1, in: store) == .behind)
        #expect(try await ready(store) == [2])
        try await store.write { try $0.finish(ID(rawValue: 2)) }
        #expect(try await ready(store) == [1])
        #expect(try await store.read { try $0.outboxEntry(ID(rawValue: 1))?.dueAt } == Samples.time(7))
        // What was not set aside cannot be put back.
        try await store.write { try $0.putBack(ID(rawValue: 3), dueAt: Samples.time(0)) }
        #expect(try await ready(store) == [1])
    }

    @Test("Where all of a lane are set aside, a new one is ready", arguments: StoreUnderTest.all)
    func behindHeld(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue([Samples.entry(1)], in: store)
        try await store.write { try $0.setAside(ID(rawValue: 1)) }
        try await enqueue([Samples.entry(2)], in: store)
        #expect(try await ready(store) == [2])
        try await store.write { try $0.finish(ID(rawValue: 2)) }
        try await store.write { try $0.putBack(ID(rawValue: 1), dueAt: Samples.time(0)) }
        #expect(try await ready(store) == [1])
    }

    @Test("Ready and due, replies first, then by time", arguments: StoreUnderTest.all)
    func order(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue(
            [
                Samples.entry(1, to: 1, .notification), Samples.entry(2, to: 2, .notification, dueAt: 50),
                Samples.entry(3, to: 3), Samples.entry(4, to: 4, dueAt: 200), Samples.entry(5, to: 5, .start),
                Samples.entry(6, to: 6, on: 2),
            ], in: store)
        #expect(try await ready(store) == [3, 5, 1, 2])
        #expect(try await ready(store, dueBy: 49) == [3, 5, 1])
        #expect(try await ready(store, dueBy: 200) == [3, 4, 5, 1, 2])
        let two = try await store.read {
            try $0.readyEntries(on: Samples.connection, dueBy: Samples.time(100), limit: 2)
        }
        #expect(two.map(\.message.rawValue) == [3, 5])
        #expect(two.first == Samples.entry(3, to: 3))
        #expect(try await store.read { try $0.nextDue(on: ID(rawValue: 2)) } == Samples.time(0))
        #expect(try await store.read { try $0.nextDue(on: ID(rawValue: 3)) } == nil)
    }

    @Test("The connections that have something ready, each once", arguments: StoreUnderTest.all)
    func connections(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.connectionsWithReadyMessages().isEmpty })
        for number in 1...30 as ClosedRange<Int64> {
            try await enqueue([Samples.entry(number, to: Int(number), on: number % 3 + 1)], in: store)
        }
        try await enqueue([Samples.entry(31, to: 31, on: 9), Samples.entry(32, to: 31, on: 10)], in: store)
        try await store.write { transaction in
            var entry = Samples.entry(31, to: 31, on: 9)
            entry.state = .leased
            entry.leasedUntil = Samples.time(5)
            try transaction.update(entry)
        }
        #expect(try await store.read { try $0.connectionsWithReadyMessages().map(\.rawValue) } == [1, 2, 3])
        #expect(try await store.read { try $0.leasedEntries(expiredBy: Samples.time(4), limit: 9) }.isEmpty)
        #expect(
            try await store.read { try $0.leasedEntries(expiredBy: Samples.time(5), limit: 9).map(\.message.rawValue) }
                == [31])
    }

    @Test("Everything to an address, whatever the lane and state", arguments: StoreUnderTest.all)
    func toAddress(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await enqueue(
            [
                Samples.entry(1), Samples.entry(2, .notification), Samples.entry(3), Samples.entry(4, to: 2),
                Samples.entry(5, at: Samples.service), Samples.entry(6),
            ], in: store)
        try await store.write { try $0.setAside(ID(rawValue: 1)) }
        let found = try await store.read { try $0.outboxEntries(to: Samples.address(1), at: Samples.sales) }
        #expect(found.map(\.message.rawValue) == [1, 2, 3, 6])
        #expect(try await store.read { try $0.outboxEntries(on: Samples.connection).count } == 6)
    }

    @Test("Parts and attempts come back as they were", arguments: StoreUnderTest.all)
    func parts(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let parts = [
            Part(text: "one", units: 3),
            Part(text: nil, media: [RemoteMedia(url: "https://platform.test/1", contentType: "image/png")]),
        ]
        try await store.write { transaction in
            try transaction.insert(Samples.connection())
            try transaction.enqueue(Samples.entry(1), parts: parts)
        }
        #expect(
            try await store.read { try $0.parts(of: ID(rawValue: 1)) }
                == parts.enumerated().map { PartRecord(number: $0.offset, part: $0.element) })
        let record = PartRecord(
            number: 1, part: parts[1], state: .unknown, status: .sent, platformID: "A1", attemptedAt: Samples.time(9))
        var attempt = Attempt(
            id: ID(rawValue: 1), part: PartReference(message: ID(rawValue: 1), number: 1), startedAt: Samples.time(9),
            isPossibleDuplicate: true)
        try await store.write { [attempt] transaction in
            try transaction.update(record, of: ID(rawValue: 1))
            try transaction.insert(attempt)
        }
        attempt.endedAt = Samples.time(10)
        attempt.outcome = .retry
        attempt.reason = StatusReason(code: "c", explanation: "e")
        try await store.write { [attempt] in try $0.update(attempt) }
        #expect(try await store.read { try $0.parts(of: ID(rawValue: 1)).last } == record)
        #expect(try await store.read { try $0.attempts(of: ID(rawValue: 1)) } == [attempt])
        #expect(
            try await store.read { try $0.part(app: Samples.app, platformID: "A1") }
                == PartReference(message: ID(rawValue: 1), number: 1))
        #expect(try await store.read { try $0.part(app: ID(rawValue: 2), platformID: "A1") } == nil)
    }
}
