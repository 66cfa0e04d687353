import Gateway
import GatewayModel
import Testing

@Suite("Store: a clock that was set back")
struct ClockContractTests {
    @Test("What waits for a later moment waits as long as before; what is due stays due", arguments: StoreUnderTest.all)
    func setBack(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let connection = Samples.connection(1)
        let entries = [(1, 100), (2, 7300), (3, 9000)].map { number, due in
            Samples.entry(Int64(number), to: number, dueAt: Int64(due))
        }
        try await store.write { transaction in
            try transaction.insert(connection)
            for entry in entries { try transaction.enqueue(entry, parts: []) }
            try transaction.setPaceMark(7_250_000, of: connection.id)
            try transaction.setBack(by: Samples.time(7200) - Samples.time(100), at: Samples.time(100))
        }
        let found = try await store.read { transaction in
            try transaction.readyEntries(on: connection.id, dueBy: Samples.time(10_000), limit: 9).map(\.dueAt)
        }
        #expect(found == [100, 200, 1900].map { Samples.time($0) })
        #expect(try await store.read { try $0.paceMark(of: connection.id) } == 150_000)
    }
}
