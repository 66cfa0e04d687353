import Foundation
import GRDB
import Gateway
import LoopbackPostgres
import Storage
import Testing

/// Both engines have the same tables. Whoever adds a step to one adds its counterpart to the other.
@Suite("Both engines have the same schema")
struct SameSchemaTests {
    /// What only PostgreSQL needs.
    private static let own: Set<String> = ["schema_version", "writer_turn", "event_turn"]

    @Test func sameTablesColumnsAndIndexes() throws {
        let folder = try TemporaryFolder()
        let sqlite = try Self.sqlite(folder)
        let postgres = try Self.postgres(folder)
        #expect(sqlite.count > 300)
        #expect(sqlite.subtracting(postgres).sorted() == [], "only on SQLite")
        #expect(postgres.subtracting(sqlite).sorted() == [], "only on PostgreSQL")
    }

    private static func sqlite(_ folder: TemporaryFolder) throws -> Set<String> {
        let path = folder.url.appending(path: "store.db").path
        try SQLiteStore(path: path, exclusively: true).close()
        return try DatabaseQueue(path: path).read { database in
            let columns = try String.fetchAll(
                database,
                sql: """
                    SELECT t.name || '.' || c.name || ' ' || c.type || CASE c."notnull" OR c.pk WHEN 1 THEN ' NOT NULL'
                            ELSE '' END || CASE c.pk WHEN 0 THEN '' ELSE ' KEY ' || c.pk END
                    FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
                    """)
            let indexes = try String.fetchAll(
                database,
                sql: "SELECT tbl_name || ' has ' || name FROM sqlite_schema WHERE type = 'index' AND sql <> ''")
            return Set(columns + indexes)
        }
    }

    private static func postgres(_ folder: TemporaryFolder) throws -> Set<String> {
        let address = try TestDatabase.address(for: folder.url)
        try PostgresStore(address).close()
        let server = try PostgresServer.shared.get()
        func rows(_ statement: String) throws -> [String] {
            try server.execute(statement, in: folder.url.lastPathComponent.lowercased())
        }
        let columns = try rows(
            """
            SELECT c.table_name || '.' || c.column_name || ' '
                || CASE c.data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB'
                    WHEN 'double precision' THEN 'REAL'
                    WHEN 'text' THEN CASE c.collation_name WHEN 'C' THEN 'TEXT' ELSE 'text' END ELSE c.data_type END
                || CASE c.is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END || coalesce(' KEY ' || k.place, '')
            FROM information_schema.columns AS c LEFT JOIN (
                SELECT attrelid::regclass::text AS name, attname, array_position(indkey::int2[], attnum) + 1 AS place
                FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey) WHERE indisprimary
            ) AS k ON k.name = c.table_name AND k.attname = c.column_name
            WHERE c.table_schema = 'public'
            """)
        let indexes = try rows(
            """
            SELECT tablename || ' has ' || indexname FROM pg_indexes WHERE schemaname = 'public'
                AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)
            """)
        return Set(columns + indexes).filter { row in
            !own.contains(String(row.prefix { $0 != "." && $0 != " " }))
        }
    }
}
