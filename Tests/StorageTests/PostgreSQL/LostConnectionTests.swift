import Foundation
import Gateway
import GatewayModel
import LoopbackPostgres
import Storage
import Testing

@Suite("PostgreSQL: a server that goes and comes back", .serialized)
struct LostConnectionTests {
    @Test("What was committed survives a kill, and the store goes on when the server is there again")
    func restart() async throws {
        let server = try PostgresServer(isDurable: true)
        let store = try PostgresStore(try TestDatabase.address(of: "postgres", on: server))
        let bell = Bell()
        store.signal.connect(bell)
        for number in 1...3 as ClosedRange<Int64> { try await store.write { try $0.insert(Samples.message(number)) } }
        server.kill()
        try server.restart()
        // The first to come finds its connection lost before it had asked for anything.
        #expect(try await store.read { try $0.message(ID(rawValue: 3)) } == Samples.message(3))
        try await store.write { transaction in
            try transaction.insert(Samples.message(4))
            try transaction.append(Event(.messageCreated, at: Samples.time(1)))
        }
        #expect(try await store.read { try $0.message(ID(rawValue: 4)) } != nil)
        let other = try PostgresStore(try TestDatabase.address(of: "postgres", on: server))
        try await other.write { try $0.append(Event(.messageCreated, at: Samples.time(2))) }
        for await _ in bell.rings {
            if try await store.read({ try $0.newestEventPosition() }) >= 2 { break }
        }
        store.close()
        other.close()
    }

    @Test("A session that is cut off in the middle of a write fails that write, and says that nothing was stored")
    func cutOff() async throws {
        let folder = try TemporaryFolder()
        let store = try PostgresStore(try TestDatabase.address(for: folder.url), writers: 1)
        try await store.write { try $0.insert(Samples.message(1)) }
        let database = folder.url.lastPathComponent.lowercased()
        let failure = await #expect(throws: StoreFailure.self) {
            try await store.write { transaction in
                try transaction.insert(Samples.message(2))
                try PostgresServer.shared.get().execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = '\(database)' AND state = 'idle in transaction'
                    """)
                try transaction.insert(Samples.message(3))
            }
        }
        #expect(failure?.description == "The connection to PostgreSQL was lost; nothing of this write was stored.")
        #expect(try await store.read { try $0.message(ID(rawValue: 2)) } == nil)
        try await store.write { try $0.insert(Samples.message(2)) }
        #expect(try await store.read { try $0.message(ID(rawValue: 2)) } != nil)
    }

    @Test("A connection that is lost while it commits: nobody claims to know")
    func unknownOutcome() async throws {
        let folder = try TemporaryFolder()
        let store = try PostgresStore(try TestDatabase.address(for: folder.url), writers: 1)
        try await store.write { try $0.insert(Samples.message(1)) }
        let database = folder.url.lastPathComponent.lowercased()
        let server = try PostgresServer.shared.get()
        // A commit that takes as long as it takes to be cut off.
        try server.execute(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON pace DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION slow()
            """, in: database)
        let failure = await #expect(throws: StoreFailure.self) {
            try await store.write { try $0.setPaceMark(1, of: Samples.connection) }
        }
        #expect(failure?.description.hasSuffix("whether this write was stored is not known.") == true)
        try await store.write { try $0.insert(Samples.message(2)) }
    }

    @Test("A server that is not there is said to be so, without the password")
    func noServer() throws {
        let address = try #require(PostgresAddress("postgres://somebody:geheim@127.0.0.1:1/x?connect_timeout=1"))
        let failure = #expect(throws: StoreFailure.self) { try PostgresStore(address) }
        #expect(failure?.description.contains("postgres://somebody@127.0.0.1:1/x cannot be reached") == true)
        #expect(failure?.description.contains("geheim") == false)
    }
}
