import Foundation
import GRDB
import Gateway
import GatewayModel
import LoopbackPostgres
import Storage
import Testing

@Suite("From SQLite to PostgreSQL")
struct StoreCopyTests {
    @Test("Every value of every column of every table arrives as it was, and what follows comes behind it")
    func everything() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "store.db").path
        try SQLiteStore(path: path, exclusively: true).close()
        let tables = try Self.fill(path)
        let address = try TestDatabase.address(for: folder.url)
        let counts = try StoreCopy.copy(from: path, to: address)
        #expect(counts.count == tables.count && tables.count > 40)
        #expect(counts.allSatisfy { $0.rows == 3 })

        let server = try PostgresServer.shared.get()
        let database = folder.url.lastPathComponent.lowercased()
        for table in tables {
            let before = try Self.texts(table.shown(bytes: "CASE WHEN % IS NULL THEN NULL ELSE hex(%) END"), in: path)
            let after = try server.execute(table.shown(bytes: "upper(encode(%, 'hex'))"), in: database)
            #expect(before.sorted() == after.sorted(), "\(table.name)")
        }

        let store = try PostgresStore(address)
        try await store.write { transaction in
            try transaction.append(Event(.messageCreated, at: Samples.time(1)))
            try transaction.append(AuditEntry(at: Samples.time(1), actor: "a", action: "b", subject: "c"))
        }
        #expect(try await store.read { try $0.newestEventPosition() } == 4)
        #expect(try server.execute("SELECT max(position) FROM audit", in: database) == ["4"])
        store.close()

        let failure = #expect(throws: StoreFailure.self) { try StoreCopy.copy(from: path, to: address) }
        #expect(failure?.description.contains("holds something already") == true)
        #expect(try server.execute("SELECT count(*) FROM message", in: database) == ["3"])
    }

    @Test("Neither from a file nor to a database that a gateway serves")
    func served() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "store.db").path
        let address = try TestDatabase.address(for: folder.url)
        do {
            let serving = try SQLiteStore(path: path, exclusively: true)
            #expect(throws: StoreFailure.self) { try StoreCopy.copy(from: path, to: address) }
            try serving.close()
        }
        let serving = try PostgresStore(address, for: .serving)
        let failure = #expect(throws: StoreFailure.self) { try StoreCopy.copy(from: path, to: address) }
        #expect(failure?.description.contains("stop it first") == true)
        serving.close()
    }

    private static func texts(_ statement: String, in path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: statement) }
    }

    private struct Filled {
        let name: String
        let columns: [(name: String, type: String)]

        /// All of a row in one text.
        func shown(bytes: String) -> String {
            let columns = columns.map { name, type in
                let text = type == "BLOB" ? bytes.replacing("%", with: "\"\(name)\"") : "CAST(\"\(name)\" AS TEXT)"
                return "coalesce(\(text), '(null)')"
            }
            return "SELECT \(columns.joined(separator: " || '|' || ")) FROM \(name)"
        }
    }

    /// Three rows for each table: values that are hard to write down, others, and nothing where that may be.
    private static func fill(_ path: String) throws -> [Filled] {
        try DatabaseQueue(path: path).write { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return try names.map { name in
                try database.execute(sql: "DELETE FROM \(name)")
                let columns = try database.columns(in: name)
                for number in 1...3 {
                    let values = columns.map { column -> DatabaseValue in
                        if number == 3, !column.isNotNull, column.primaryKeyIndex == 0 { return .null }
                        return value(column.type, number)
                    }
                    try database.execute(
                        sql: """
                            INSERT INTO \(name) (\(columns.map { "\"\($0.name)\"" }.joined(separator: ", ")))
                            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                            """, arguments: StatementArguments(values))
                }
                return Filled(name: name, columns: columns.map { ($0.name, $0.type) })
            }
        }
    }

    private static func value(_ type: String, _ number: Int) -> DatabaseValue {
        switch type {
        case "INTEGER": number.databaseValue
        case "REAL": (Double(number) + 0.5).databaseValue
        case "BLOB": Data([UInt8(number)] + (0...255).map { UInt8($0) }).databaseValue
        default: "\(number)\t\\N \"' ä \u{1F600}\n\r\\x41".databaseValue
        }
    }
}
