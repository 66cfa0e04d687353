import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: what operating it needs")
struct OperationContractTests {
    @Test("A seal is replaced only while it is the one that was read", arguments: StoreUnderTest.all)
    func compareAndSwap(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let requests = (1...3).map { number in
            QuarantinedRequest(
                id: ID(rawValue: Int64(number)), app: Samples.app, receivedAt: Samples.time(Int64(number)), reason: "r",
                byteCount: 1, sealed: [UInt8(number)])
        }
        try await store.write { transaction in
            for request in requests { try transaction.insert(request) }
        }
        let found = try await store.read { try $0.sealed(in: .quarantinedRequest, after: 1, limit: 1) }
        #expect(found.map(\.id) == [2] && found.map(\.sealed) == [[2]])
        let answers = try await store.write { transaction in
            [
                try transaction.replace([9], with: [7], in: .quarantinedRequest, id: 2),
                try transaction.replace([2], with: [8], in: .quarantinedRequest, id: 2),
                try transaction.replace([2], with: [9], in: .quarantinedRequest, id: 2),
            ]
        }
        #expect(answers == [false, true, false])
        let after = try await store.read { try $0.sealed(in: .quarantinedRequest, after: 0, limit: 9).map(\.sealed) }
        #expect(after == [[1], [8], [3]])
        #expect(try await store.read { try $0.sealed(in: .appSecrets, after: 0, limit: 9).isEmpty })
    }

    @Test("A gap of positions is behind whatever was there, also where nothing was", arguments: StoreUnderTest.all)
    func gap(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.append(Event(.gatewayRestored, at: Samples.time(1)), skipping: 100)
            try transaction.append(Event(.messageCreated, at: Samples.time(2)))
            try transaction.append(Event(.gatewayRestored, at: Samples.time(3)), skipping: 100)
        }
        let positions = try await store.read { try $0.events(after: 0, limit: 9).map(\.position) }
        #expect(positions == [101, 102, 203])
        #expect(try await store.read { try $0.newestEventPosition() } == 203)
        #expect(try await store.read { try $0.oldestEventPosition() } == 101)
        let counts = try await store.read { try $0.eventCounts(after: 101) }
        #expect(Set(counts.map(\.kind)) == [.messageCreated, .gatewayRestored])
        #expect(counts.allSatisfy { $0.count == 1 })
    }

    @Test("Who appends an event and then asks for the newest gets that one", arguments: StoreUnderTest.all)
    func ownEvents(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await withThrowingDiscardingTaskGroup { group in
            for number in 0..<20 {
                group.addTask {
                    let position = try await store.write { transaction in
                        try transaction.append(Event(.subscriberTest, at: Samples.time(1), value: "\(number)"))
                        return try transaction.newestEventPosition()
                    }
                    let found = try await store.read { try $0.events(after: position - 1, limit: 1) }
                    #expect(found.first?.event.value == "\(number)")
                }
            }
        }
        #expect(try await store.read { try $0.events(after: 0, limit: 99).count } == 20)
    }

    @Test("Events are pruned a batch at a time, from the oldest, and never the newest", arguments: StoreUnderTest.all)
    func prune(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...10 { try transaction.append(Event(.messageCreated, at: Samples.time(Int64(number)))) }
        }
        func prune(before number: Int) async throws -> Int {
            try await store.write { try $0.prune(.events, before: Samples.time(Int64(number)), limit: 4) }
        }
        #expect(try await prune(before: 1) == 0)
        #expect(try await prune(before: 3) == 2)
        #expect(try await prune(before: 1000) == 4)
        #expect(try await prune(before: 1000) == 3)
        #expect(try await prune(before: 1000) == 0)
        #expect(try await store.read { try $0.events(after: 0, limit: 9).map(\.position) } == [10])
    }

    @Test("The outbox is counted by connection, those that wait for a person apart", arguments: StoreUnderTest.all)
    func sizes(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Samples.connection())
            for number in 1...3 {
                try transaction.enqueue(Samples.entry(Int64(number)), parts: [Part(text: "a")])
            }
            try transaction.setAside(ID(rawValue: 1))
        }
        let sizes = try await store.read { try $0.outboxSizes(limit: 9) }
        #expect(sizes.map(\.connection) == [Samples.connection] && sizes.map(\.waiting) == [2])
        #expect(sizes.map(\.held) == [1] && sizes.first?.oldest != nil)
        #expect(try await store.read { try $0.outboxSizes(limit: 0).isEmpty })
        try await store.write { try $0.beat(at: Samples.time(1)) }
        try await store.write { try $0.beat(at: Samples.time(2)) }
    }
}
