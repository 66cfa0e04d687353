import Gateway
import GatewayModel
import Testing

@Suite("Store: a clock that was set back")
struct ClockContractTests {
    /// Of our days: a number that takes eight bytes.
    private static func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: 1_790_000_000_000 + milliseconds)
    }

    @Test("What waits for a later moment waits as long as before; what is due stays due", arguments: StoreUnderTest.all)
    func setBack(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let connection = Samples.connection(1)
        let entries = [(1, 100), (2, 7300), (3, 9000)].map { number, due in
            Samples.entry(Int64(number), to: number, dueAt: Self.time(Int64(due)).milliseconds)
        }
        try await store.write { transaction in
            try transaction.insert(connection)
            for entry in entries { try transaction.enqueue(entry, parts: []) }
            try transaction.setPaceMark(Self.time(7250).milliseconds * 1000, of: connection.id)
            try transaction.setBack(by: .milliseconds(7100), at: Self.time(100))
        }
        let found = try await store.read { transaction in
            try transaction.readyEntries(on: connection.id, dueBy: Self.time(10_000), limit: 9).map(\.dueAt)
        }
        #expect(found == [100, 200, 1900].map { Self.time($0) })
        #expect(try await store.read { try $0.paceMark(of: connection.id) } == Self.time(150).milliseconds * 1000)
    }
}
