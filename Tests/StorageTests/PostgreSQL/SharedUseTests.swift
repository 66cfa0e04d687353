import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import LoopbackPostgres
import Storage
import Testing

@testable import Gateway

@Suite("PostgreSQL: many that use a database", .timeLimit(.minutes(5)))
struct SharedUseTests {
    @Test("Any number serve, a command comes beside them, and nobody is alone meanwhile")
    func uses() throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        let nodes = try (0..<3).map { _ in try PostgresStore(address, for: .serving) }
        #expect(Set(nodes.map(\.node)).count == 3)
        try PostgresStore(address, for: .besideOthers).close()
        for count in (1...3).reversed() {
            let failure = #expect(throws: StoreFailure.self) { try PostgresStore(address, for: .alone) }
            #expect(failure?.description.contains("stop it first") == true)
            nodes[count - 1].close()
        }
        let alone = try Self.afterClosing { try PostgresStore(address, for: .alone) }
        for use in [DatabaseUse.serving, .alone] {
            #expect(throws: StoreFailure.self) { try PostgresStore(address, for: use) }
        }
        try PostgresStore(address, for: .besideOthers).close()
        alone.close()
        try Self.afterClosing { try PostgresStore(address, for: .serving) }.close()
    }

    /// The listener's thread gives its session back a moment after it is told to.
    private static func afterClosing(_ open: () throws -> PostgresStore) throws -> PostgresStore {
        for _ in 0..<500 {
            if let store = try? open() { return store }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return try open()
    }

    @Test("A predecessor whose session is gone is not waited for; later, half a lease")
    func gone() async throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        let clock = ManualClock()
        let start = clock.now
        func rota(_ store: PostgresStore) -> DutyRota {
            DutyRota(
                DutyTerms(node: store.node, elapsed: { clock.now - start }), store: store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        let server = try PostgresServer.shared.get()
        let database = folder.url.lastPathComponent.lowercased()
        /// As a kill of its process ends them.
        func end(_ store: PostgresStore) async throws {
            let node = store.node
            store.close()
            while try await next.read({ try $0.isConnected(node: node) }) {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        let next = try PostgresStore(address)
        let first = try PostgresStore(address)
        await rota(first).look()
        let node = first.node
        let isThere = try await next.read { try $0.isConnected(node: node) }
        #expect(isThere)
        try await end(first)
        let second = try PostgresStore(address)
        let secondRota = rota(second)
        await secondRota.look()
        #expect(secondRota.held == Set(Duty.allCases))

        let third = rota(next)
        for _ in 0..<2 {
            await third.look()
            clock.advance(by: .seconds(5))
        }
        try await end(second)
        #expect(third.held == [])
        await third.look()
        #expect(third.held == Set(Duty.allCases))
        #expect(try server.execute("SELECT fence FROM duty WHERE name = 'sending'", in: database) == ["3"])
    }

    @Test("Duties that another version of the program has are left alone")
    func unknown() async throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        let store = try PostgresStore(address)
        let server = try PostgresServer.shared.get()
        let database = folder.url.lastPathComponent.lowercased()
        try server.execute("INSERT INTO duty VALUES ('juggling', 5, 6, 7)", in: database)
        #expect(try await store.read { try $0.duties() } == [])
        await DutyRota(
            DutyTerms(node: store.node), store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).look()
        #expect(try await store.read { try $0.duties().count } == Duty.allCases.count)
        #expect(
            try server.execute("SELECT holder + fence + beat FROM duty WHERE name = 'juggling'", in: database) == ["18"]
        )
    }
}
