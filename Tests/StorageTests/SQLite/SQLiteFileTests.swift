import Foundation
import GRDB
import Gateway
import GatewayModel
import Storage
import Testing

@Suite("The SQLite file")
struct SQLiteFileTests {
    private func path(_ folder: TemporaryFolder) -> String { folder.url.appending(path: "store.db").path }

    @Test("A schema newer than the program is refused and left as it is")
    func newerSchema() throws {
        let folder = try TemporaryFolder()
        _ = try SQLiteStore(path: path(folder), exclusively: false)
        let queue = try DatabaseQueue(path: path(folder))
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 999") }
        try queue.close()
        #expect(throws: StoreFailure.self) { try SQLiteStore(path: path(folder), exclusively: false) }
        let version = try DatabaseQueue(path: path(folder)).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == 999)
    }

    @Test("A second gateway is refused, a command beside it is not; afterwards another may")
    func lock() throws {
        let folder = try TemporaryFolder()
        var first: SQLiteStore? = try SQLiteStore(path: path(folder), exclusively: true)
        #expect(first?.isExclusive == true)
        #expect(throws: StoreFailure.self) { try SQLiteStore(path: path(folder), exclusively: true) }
        #expect(try SQLiteStore(path: path(folder), exclusively: false).isExclusive == false)
        first = nil
        _ = try SQLiteStore(path: path(folder), exclusively: true)
    }

    @Test("Nobody but its owner may read any of the files")
    func permissions() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: path(folder), exclusively: true)
        try await store.write { try $0.put(Samples.stopEntry(1)) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(files.contains("store.db-wal"))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: file).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
        }
    }

    @Test("Every commit reaches the disk: write-ahead log, full synchronisation")
    func settings() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: path(folder), exclusively: true)
        // A copy of the files at the moment a write returns is what a crash would leave.
        for number in 1...5 {
            try await store.write { try $0.put(Samples.stopEntry(number)) }
            let copy = try TemporaryFolder()
            for file in ["store.db", "store.db-wal"] {
                try FileManager.default.copyItem(
                    at: folder.url.appending(path: file), to: copy.url.appending(path: file))
            }
            let after = try SQLiteStore(path: path(copy), exclusively: true)
            let entries = try await after.read { try $0.stopEntries(at: Samples.sales, Page(after: nil, limit: 99)) }
            #expect(entries.count == number)
        }
    }

    @Test("After it is closed, writes and reads fail, and do not hang")
    func closed() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: path(folder), exclusively: true)
        try await store.write { try $0.put(Samples.stopEntry(1)) }
        try store.close()
        for _ in 0..<2 {
            await #expect(throws: (any Error).self) { try await store.write { try $0.put(Samples.stopEntry(2)) } }
        }
        await #expect(throws: (any Error).self) {
            try await store.read { try $0.stopEntry(for: Samples.address(1), at: Samples.sales) }
        }
    }

    @Test("The greatest id of all is known to the next start")
    func greatestID() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: path(folder), exclusively: true)
        #expect(try store.greatestID() == 0)
        try await store.write { transaction in
            try transaction.insert(Samples.conversation(7))
            try transaction.insert(Samples.message(5))
        }
        #expect(try store.greatestID() == 7)
        let content = ID<BlobContent>(rawValue: 9)
        try await store.write { transaction in
            try transaction.insert(content)
            try transaction.insert([[]], of: content, from: 0)
        }
        #expect(try store.greatestID() == 9)
    }
}
