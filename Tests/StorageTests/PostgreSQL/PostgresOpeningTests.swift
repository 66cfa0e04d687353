import Foundation
import Gateway
import GatewayModel
import LoopbackPostgres
import Storage
import Testing

@Suite("PostgreSQL: opening")
struct PostgresOpeningTests {
    @Test("Of many that open an empty database at once, one makes the schema")
    func race() async throws {
        let server = try PostgresServer.shared.get()
        try server.execute("CREATE DATABASE race")
        let address = try TestDatabase.address(of: "race", on: server)
        let nodes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try PostgresStore(address).node } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // And no two of them are the same node.
        #expect(Set(nodes).count == 6)
        try server.execute("DROP DATABASE race WITH (FORCE)")
    }

    @Test("A database that a newer program made is refused, and left as it is")
    func newer() throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        try PostgresStore(address).close()
        let server = try PostgresServer.shared.get()
        let database = folder.url.lastPathComponent.lowercased()
        try server.execute("UPDATE schema_version SET version = 99", in: database)
        let failure = #expect(throws: StoreFailure.self) { try PostgresStore(address) }
        #expect(failure?.description.hasPrefix("This database has schema 99; the program knows up to") == true)
        #expect(try server.execute("SELECT version FROM schema_version", in: database) == ["99"])
    }

    @Test("A node's number is free again only when its process is gone, and goes round before it comes back")
    func nodes() throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        let first = try PostgresStore(address)
        let server = try PostgresServer.shared.get()
        let database = folder.url.lastPathComponent.lowercased()
        #expect(try PostgresStore(address).node == (first.node + 1) % 1024)
        try server.execute("SELECT setval('node_number', \(first.node), false)", in: database)
        #expect(try PostgresStore(address).node != first.node)
    }

    @Test(
        "Addresses",
        arguments: [
            ("postgres://user:secret@db.example.com:5433/gatehouse", "postgres://user@db.example.com:5433/gatehouse"),
            ("postgresql://db.example.com/gatehouse?sslmode=require", "postgres://db.example.com/gatehouse"),
            ("postgres://user:sec%40ret@db/g", "postgres://user@db/g"),
            ("postgres://user:sec@ret@db/g", nil),
            ("postgres://user:secret@db:port/g", nil),
            ("postgres://user:secret@db/g?nonsense=1", nil),
            ("host=db password=secret", nil), ("mysql://db/g", nil), ("", nil),
        ])
    func addresses(text: String, shown: String?) {
        #expect(PostgresAddress(text)?.description == shown)
        #expect(PostgresAddress(text).map { "\($0)".contains("sec") } != true)
    }

    @Test("Texts are in the order of their bytes, NUL is replaced, and nothing else is touched")
    func texts() async throws {
        let folder = try TemporaryFolder()
        let store = try PostgresStore(try TestDatabase.address(for: folder.url))
        let names = ["b", "B", "ä", "a", "Z", "\u{1F600}", "\u{FFFD}"]
        try await store.write { transaction in
            for name in names {
                try transaction.put(
                    Customer(
                        address: Address(kind: Samples.address(1).kind, value: name), externalReference: "x\0\\'\u{1}"))
            }
        }
        let found = try await store.read { try $0.customers(externalReference: "x\0\\'\u{1}", limit: 99) }
        #expect(found.map(\.address.value) == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(found.allSatisfy { $0.externalReference == "x\u{FFFD}\\'\u{1}" })
    }
}
