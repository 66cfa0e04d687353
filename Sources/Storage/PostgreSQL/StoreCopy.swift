import GRDB
import Gateway

/// Moves a gateway from SQLite to PostgreSQL: every row of every table, in one transaction, a row at a time.
///
/// Values go over as they are, sealed secrets included, so the same master key opens them.
public enum StoreCopy {
    /// Copies the file, which nobody may serve meanwhile, into a database without rows.
    ///
    /// - Returns: how many rows each table has, counted on both sides.
    public static func copy(from path: String, to address: PostgresAddress) throws -> [(table: String, rows: Int)] {
        let source = try SQLiteStore(path: path, exclusively: true)
        do {
            let session = try PostgresSession(address)
            try PostgresSchema.migrate(session)
            guard try PostgresNode.enter(.alone, on: session) else {
                throw StoreFailure("A gateway serves \(address); stop it first.")
            }
            let counts = try source.snapshot { database in
                // A table of the file may take long to be counted.
                try session.command(
                    "BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE writer_turn IN EXCLUSIVE MODE"
                )
                let tables = try Table.all(database)
                for table in tables { try table.refuseRows(in: session, at: address) }
                let counts = try tables.map { (table: $0.name, rows: try $0.copy(from: database, to: session)) }
                try setSequences(session)
                try session.command("COMMIT")
                return counts
            }
            try session.command("ANALYZE")
            try source.close()
            return counts
        } catch let failure as PostgresFailure {
            throw StoreFailure("\(failure) Nothing was copied.")
        }
    }

    /// Behind what they would have given.
    private static func setSequences(_ session: PostgresSession) throws {
        try session.command(
            """
            SELECT setval('event_position', max(position)) FROM event HAVING max(position) > 0;
            SELECT setval(pg_get_serial_sequence('audit', 'position'), max(position)) FROM audit
                HAVING max(position) > 0;
            SELECT setval(pg_get_serial_sequence('parked_report', 'id'), max(id)) FROM parked_report
                HAVING max(id) > 0
            """)
    }

    private struct Table {
        let name: String
        let columns: [String]

        static func all(_ database: Database) throws -> [Table] {
            try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).map { name in
                Table(name: name, columns: try database.columns(in: name).map { "\"\($0.name)\"" })
            }
        }

        private var list: String { columns.joined(separator: ", ") }

        func refuseRows(in session: PostgresSession, at address: PostgresAddress) throws {
            let isEmpty = try session.execute(text: "SELECT NOT EXISTS (SELECT 1 FROM \(name))", [])
                .rows { $0.integer(0) == 1 }.first
            guard isEmpty == true else {
                throw StoreFailure("\(address) holds something already, in \(name); nothing was copied.")
            }
        }

        /// - Returns: how many rows there are on both sides.
        func copy(from database: Database, to session: PostgresSession) throws -> Int {
            try session.copy("COPY \(name) (\(list)) FROM STDIN (FORMAT binary)") { send in
                let rows = try Row.fetchCursor(database, sql: "SELECT \(list) FROM \(name)")
                while let row = try rows.next() {
                    var encoded = CopiedRow(columnCount: columns.count)
                    for column in 0..<columns.count { encoded.append(row[column]) }
                    try send(encoded.bytes)
                }
            }
            let before = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(name)") ?? 0
            let after = try session.execute(text: "SELECT count(*) FROM \(name)", []).rows { $0.integer(0) ?? 0 }.first
            guard after == Int64(before) else {
                throw StoreFailure("Of \(before) rows of \(name) \(after ?? 0) arrived; nothing was copied.")
            }
            return before
        }
    }
}

/// A row in the binary form of COPY. Source: PostgreSQL's documentation of COPY, "Binary Format".
private struct CopiedRow {
    private(set) var bytes: [UInt8] = []

    init(columnCount: Int) {
        append(Int16(columnCount))
    }

    mutating func append(_ value: DatabaseValue) {
        switch value.storage {
        case .null: append(Int32(-1))
        case .int64(let number):
            append(Int32(8))
            append(number)
        case .double(let number):
            append(Int32(8))
            append(number.bitPattern)
        case .string(let text):
            append(Array(text.replacing("\0", with: "\u{FFFD}").utf8))
        case .blob(let data): append(Array(data))
        }
    }

    private mutating func append(_ field: [UInt8]) {
        append(Int32(field.count))
        bytes += field
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }
}
