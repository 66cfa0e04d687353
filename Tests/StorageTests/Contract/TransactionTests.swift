import Gateway
import GatewayModel
import Testing

@Suite("Store: transactions")
struct TransactionTests {
    private struct Oops: Error, Equatable {}

    @Test("Work that throws leaves nothing, and its own error is heard", arguments: StoreUnderTest.all)
    func rollback(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        await #expect(throws: Oops()) {
            try await store.write { transaction in
                try transaction.insert(Samples.conversation(1))
                try transaction.insert(Samples.message(1))
                try transaction.append(Event(.messageCreated, at: Samples.time(1)))
                throw Oops()
            }
        }
        let left = try await store.read { transaction in
            (try transaction.conversation(ID(rawValue: 1)), try transaction.message(ID(rawValue: 1)))
        }
        #expect(left.0 == nil && left.1 == nil)
        #expect(try await store.read { try $0.events(after: 0, limit: 10).isEmpty })
    }

    @Test("One job among many that throws undoes only its own", arguments: StoreUnderTest.all)
    func oneAmongMany(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let failed = await withTaskGroup(of: Int64?.self) { group in
            for number in Int64(1)...200 {
                group.addTask {
                    do {
                        try await store.write { transaction in
                            try transaction.insert(Samples.conversation(number, of: Int(number)))
                            if number.isMultiple(of: 3) { throw Oops() }
                        }
                        return nil
                    } catch {
                        #expect(error is Oops)
                        return number
                    }
                }
            }
            return await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
        }
        #expect(failed.sorted() == (1...200).filter { $0.isMultiple(of: 3) })
        let left = try await store.read {
            try $0.conversations(ConversationFilter(contactPoint: nil), Page(after: nil, limit: 1000))
        }
        #expect(left.map(\.id.rawValue) == (1...200).reversed().filter { !$0.isMultiple(of: 3) })
    }

    @Test("An error inside that is caught inside undoes nothing", arguments: StoreUnderTest.all)
    func caughtInside(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        // It may be heard of late, and the work is done again.
        let caught = try await store.write { transaction in
            try transaction.insert(Samples.conversation(1))
            var caught: (any Error)?
            do { try transaction.insert(Samples.conversation(1)) } catch { caught = error }
            try transaction.insert(Samples.conversation(2, of: 2))
            return caught
        }
        #expect(caught != nil)
        #expect(
            try await store.read {
                try $0.conversations(ConversationFilter(contactPoint: nil), Page(after: nil, limit: 9)).count
            } == 2)
    }

    @Test("A setting is read anew once it has changed, and once its change was undone", arguments: StoreUnderTest.all)
    func settingsThatChange(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { try $0.insert(ContactPoint(id: Samples.sales, label: "first")) }
        // Those that come at once share a transaction.
        let seen: [[String]] = await withTaskGroup(of: [String].self) { group in
            for number in 0..<40 {
                group.addTask {
                    let seen = try? await store.write { transaction in
                        var contactPoint = try #require(try transaction.contactPoint(Samples.sales))
                        let before = contactPoint.label
                        contactPoint.label = "\(number)"
                        try transaction.update(contactPoint)
                        let after = try transaction.contactPoint(Samples.sales)?.label
                        if number.isMultiple(of: 2) { throw Oops() }
                        return [before, after ?? ""]
                    }
                    return seen ?? []
                }
            }
            return await group.reduce(into: []) { if !$1.isEmpty { $0.append($1) } }
        }
        // Each saw its own change, and before it what another had left, of those that were not undone.
        let befores = Set(seen.map { $0[0] })
        let kept = Set((0..<40).filter { !$0.isMultiple(of: 2) }.map { "\($0)" })
        #expect(Set(seen.map { $0[1] }) == kept)
        #expect(befores.count == 20 && befores.isSubset(of: kept.union(["first"])))
    }

    @Test("Five hundred writers at once: each counts, in some order", arguments: StoreUnderTest.all)
    func manyWriters(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let connection = Samples.connection
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<500 {
                group.addTask {
                    try await store.write { transaction in
                        let mark = try transaction.paceMark(of: connection)
                        try transaction.setPaceMark(mark + 1, of: connection)
                    }
                }
            }
        }
        #expect(try await store.read { try $0.paceMark(of: connection) } == 500)
    }

    @Test("A read sees what was written before it, and never half of a write", arguments: StoreUnderTest.all)
    func readsSeeWrites(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await withThrowingDiscardingTaskGroup { group in
            for writer in 0..<10 as Range<Int64> {
                group.addTask {
                    for number in 0..<20 as Range<Int64> {
                        let id = writer * 100 + number + 1
                        try await store.write { transaction in
                            try transaction.insert(Samples.conversation(id, of: Int(id)))
                            try transaction.insert(Samples.message(id, in: id))
                        }
                        let halves = try await store.read { transaction in
                            (try transaction.conversation(ID(rawValue: id)), try transaction.message(ID(rawValue: id)))
                        }
                        #expect(halves.0 != nil && halves.1 != nil)
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        let (conversations, messages) = try await store.read { transaction in
                            let found = try transaction.conversations(
                                ConversationFilter(contactPoint: nil), Page(after: nil, limit: 1000))
                            return (
                                found.count,
                                try found.count { try transaction.message(ID(rawValue: $0.id.rawValue)) != nil }
                            )
                        }
                        #expect(conversations == messages)
                    }
                }
            }
        }
    }

    @Test("A read stays on its snapshot", arguments: StoreUnderTest.all)
    func readRefusesWrites(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        await #expect(throws: (any Error).self) {
            try await store.read { try $0.insert(Samples.conversation(1)) }
        }
        await #expect(throws: (any Error).self) {
            try await store.read { try $0.put(Samples.stopEntry(1)) }
        }
        #expect(try await store.read { try $0.conversation(ID(rawValue: 1)) } == nil)
        // And the connection it used is as good as before.
        try await store.write { try $0.insert(Samples.conversation(1)) }
        #expect(try await store.read { try $0.conversation(ID(rawValue: 1)) } != nil)
    }

    @Test("What was written is there when the store is opened again", arguments: StoreUnderTest.all)
    func durable(engine: StoreUnderTest) async throws {
        let first = try engine.make()
        try await first.write { transaction in
            try transaction.insert(Samples.conversation(1))
            try transaction.insert(Samples.message(1))
            try transaction.put(Samples.stopEntry(1))
        }
        let second = try engine.open(first.folder.url)
        #expect(try await second.read { try $0.conversation(ID(rawValue: 1)) } == Samples.conversation(1))
        #expect(try await second.read { try $0.message(ID(rawValue: 1)) } == Samples.message(1))
        #expect(
            try await second.read { try $0.stopEntry(for: Samples.address(1), at: Samples.sales) }
                == Samples.stopEntry(1))
    }

    @Test("Two stores over the same data see each other's work", arguments: StoreUnderTest.all)
    func twoAtOnce(engine: StoreUnderTest) async throws {
        let first = try engine.make()
        let second = try engine.open(first.folder.url)
        try await withThrowingDiscardingTaskGroup { group in
            for store in [first.store, second] {
                for _ in 0..<50 {
                    group.addTask {
                        try await store.write { transaction in
                            let mark = try transaction.paceMark(of: Samples.connection)
                            try transaction.setPaceMark(mark + 1, of: Samples.connection)
                        }
                    }
                }
            }
        }
        #expect(try await second.read { try $0.paceMark(of: Samples.connection) } == 100)
    }
}
