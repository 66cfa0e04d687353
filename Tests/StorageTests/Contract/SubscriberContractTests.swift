import Gateway
import GatewayModel
import Testing

@Suite("Store: subscribers and their deliveries")
struct SubscriberContractTests {
    private let id = ID<Subscriber>(rawValue: 1)

    private func ready(_ store: TestStore, dueBy: Int64 = 9) async throws -> [Int64] {
        try await store.read { [id] in
            try $0.readyDeliveries(of: id, dueBy: Samples.time(dueBy), limit: 9).map(\.position)
        }
    }

    @Test("A subscriber comes back as it went in, and its secret goes with it", arguments: StoreUnderTest.all)
    func rows(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var subscriber = Subscriber(
            id: id, label: "CRM", url: "https://crm.test", kinds: [.messageReceived], contactPoints: [Samples.sales],
            state: .disabled, stateReason: "gone", position: 7, epoch: 2, createdAt: Samples.time(3))
        try await store.write { [subscriber] in try $0.insert(subscriber, sealedSecret: [1, 2]) }
        #expect(try await store.read { try $0.subscribers() } == [subscriber])
        subscriber.kinds = []
        subscriber.state = .active
        subscriber.stateReason = nil
        subscriber.position = 9
        try await store.write { [subscriber, id] transaction in
            try transaction.update(subscriber)
            try transaction.setSealedSecret([3], of: id)
            try transaction.enqueue(Samples.waiting(1, lane: "a"))
            try transaction.insert(Samples.delivery(1, .failed))
        }
        let changed = try await store.read { [id] in try $0.subscriber(id) }
        #expect(changed == subscriber)
        let secret = try await store.read { [id] in try $0.sealedSecret(of: id) }
        #expect(secret == [3])
        try await store.write { [id] in try $0.delete(id) }
        #expect(try await store.read { try $0.subscribers() }.isEmpty)
        #expect(try await ready(store).isEmpty)
        let left = try await store.read { [id] in try $0.deliveries(of: id, nil, Page(after: nil, limit: 9)) }
        #expect(left.isEmpty)
    }

    @Test("Only the first of a lane is ready; one that is settled lets the next one go", arguments: StoreUnderTest.all)
    func lanes(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for (position, lane) in [(1, "a"), (2, "a"), (3, "b"), (4, "a")] as [(Int64, String)] {
                try transaction.enqueue(Samples.waiting(position, lane: lane))
            }
            try transaction.enqueue(Samples.waiting(1, lane: "a"))
            try transaction.enqueue(Samples.waiting(5, lane: "a", of: 2))
        }
        #expect(try await ready(store) == [1, 3])
        // Of before a replay: settles nothing.
        try await store.write { try $0.finish(Samples.waiting(1, lane: "a", epoch: 5)) }
        #expect(try await ready(store) == [1, 3])
        var first = Samples.waiting(1, lane: "a", dueAt: 20)
        first.tries = 1
        first.failingSince = Samples.time(4)
        try await store.write { [first] in try $0.update(first) }
        #expect(try await ready(store) == [3])
        #expect(try await ready(store, dueBy: 20) == [3, 1])
        try await store.write { [id] in try $0.retryWaiting(of: id, at: Samples.time(5)) }
        #expect(try await ready(store) == [3, 1])
        try await store.write { try $0.finish(Samples.waiting(1, lane: "a")) }
        #expect(try await ready(store) == [2, 3])
        try await store.write { [id] in try $0.dropWaiting(of: id, after: 2) }
        #expect(try await ready(store) == [2])
        let count = try await store.read { [id] in try $0.waitingDeliveries(of: id, most: 9) }
        #expect(count == 1)
    }

    @Test("History: newest first, by outcome, and its old end can be cut off", arguments: StoreUnderTest.all)
    func history(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...6 as ClosedRange<Int64> {
                try transaction.insert(Samples.delivery(number, number.isMultiple(of: 2) ? .failed : .delivered))
            }
        }
        let failed = try await store.read { [id] in
            try $0.deliveries(of: id, .failed, Page(after: ID(rawValue: 6), limit: 9))
        }
        #expect(failed == [Samples.delivery(4, .failed), Samples.delivery(2, .failed)])
        let moment = Timestamp(milliseconds: 1_767_225_600_000)
        #expect(try await store.write { try $0.deleteDeliveries(before: moment, limit: 4) } == 4)
        let left = try await store.read { [id] in try $0.deliveries(of: id, nil, Page(after: nil, limit: 9)) }
        #expect(left.map(\.id.rawValue) == [6, 5])
    }

    @Test("A commit with an event rings; one without does not", arguments: StoreUnderTest.all)
    func signal(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let bell = Bell()
        store.store.signal.connect(bell)
        var rings = bell.rings.makeAsyncIterator()
        // A bell rings once when it is made.
        await rings.next()
        try await store.write { try $0.append(Event(.messageCreated, at: Samples.time(1))) }
        await rings.next()
        #expect(try await store.read { try $0.newestEventPosition() } == 1)
    }
}
