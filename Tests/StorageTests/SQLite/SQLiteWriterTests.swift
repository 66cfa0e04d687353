import Foundation
import GRDB
import Gateway
import GatewayModel
import Testing

@testable import Storage

@Suite("SQLite: many writes in one commit")
struct SQLiteWriterTests {
    /// What goes wrong in the middle of many writes.
    enum Trouble: CaseIterable {
        /// The file may grow no more.
        case fullDisk
        /// SQLite gives up the whole transaction by itself, as it may on a full disk or a failing one.
        case rolledBack
    }

    @Test("What was called stored is there, what was called failed is not", arguments: Trouble.allCases, 1...5)
    func honest(trouble: Trouble, round: Int) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.url.appending(path: "store.db").path, exclusively: true)
        if trouble == .fullDisk {
            try await store.write { try database(of: $0).execute(sql: "PRAGMA max_page_count = 120") }
        }
        let results = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 1...60 {
                group.addTask {
                    var entry = Samples.stopEntry(number)
                    entry.actor = String(repeating: "x", count: 10_000)
                    do {
                        try await store.write { [entry] transaction in
                            try transaction.put(entry)
                            if trouble == .rolledBack && number.isMultiple(of: 20) {
                                try database(of: transaction).execute(sql: "ROLLBACK")
                            }
                        }
                        return (number, true)
                    } catch {
                        return (number, false)
                    }
                }
            }
            return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        #expect(results.values.contains(false))
        for (number, wasStored) in results {
            let entry = try await store.read { try $0.stopEntry(for: Samples.address(number), at: Samples.sales) }
            #expect((entry != nil) == wasStored, "write \(number)")
        }
        // And it goes on as if nothing had been.
        try await store.write { try database(of: $0).execute(sql: "PRAGMA max_page_count = 100000") }
        try await store.write { try $0.put(Samples.stopEntry(61)) }
        #expect(try await store.read { try $0.stopEntry(for: Samples.address(61), at: Samples.sales) } != nil)
    }

    @Test("Many writes share commits", .timeLimit(.minutes(5)))
    func shared() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.url.appending(path: "store.db").path, exclusively: true)
        try await withThrowingDiscardingTaskGroup { group in
            for number in 1...1000 {
                group.addTask { try await store.write { try $0.put(Samples.stopEntry(number)) } }
            }
        }
        let entries = try await store.read { try $0.stopEntries(at: Samples.sales, Page(after: nil, limit: 2000)) }
        #expect(entries.count == 1000)
    }
}

/// What a transaction stands on.
private func database(of transaction: any StoreTransaction) throws -> Database {
    let connection = (transaction as? SQLTransaction)?.sql.connection as? Storage.SQLiteConnection
    return try #require(connection).database
}
