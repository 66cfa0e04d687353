import GRDB
import GRDBSQLite

/// The driver for SQLite. GRDB keeps the connection, the transaction and the prepared statements; values go in and out
/// by SQLite's own functions, because every message passes here some twenty times.
struct SQLiteConnection: SQLConnection {
    let database: Database
    /// Told when an event is appended.
    var appended: AppendedEvents?

    func run(_ statement: StaticString, _ values: [SQLValue]) throws {
        try step(statement, values) { _ in }
    }

    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
        try run(statement, values)
        return database.changesCount
    }

    func each(_ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        try step(statement, values, row)
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        // One writer at a time: positions are given in the order of commits.
        if positions == 0 {
            try run(
                """
                INSERT INTO event (kind, at, contact_point, conversation, message, connection, value)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """, columns)
        } else {
            try run(
                """
                INSERT INTO event (position, kind, at, contact_point, conversation, message, connection, value)
                VALUES ((SELECT coalesce(max(position), 0) FROM event) + 1 + $8, $1, $2, $3, $4, $5, $6, $7)
                """, columns + [.integer(positions)])
        }
        appended?.note()
    }

    func settleEvents() {}

    /// Processes that share a file have no sessions with it that anybody could see.
    func isConnected(node: Int) -> Bool { true }

    private func step(_ statement: StaticString, _ values: [SQLValue], _ row: (SQLiteRow) throws -> Void) throws {
        // SQLite numbers `$1` by its first appearance, `?1` by its number.
        let prepared = try database.cachedStatement(sql: SQLiteText.of(statement)).sqliteStatement
        // A statement that is not reset holds its locks.
        defer { sqlite3_reset(prepared) }
        for (index, value) in values.enumerated() {
            try check(value.bind(to: prepared, at: Int32(index + 1)))
        }
        while true {
            let code = sqlite3_step(prepared)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                try check(code)
                return
            }
            try row(SQLiteRow(statement: prepared))
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }
}

private struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    func integer(_ column: Int) -> Int64? {
        isNull(column) ? nil : sqlite3_column_int64(statement, Int32(column))
    }

    func real(_ column: Int) -> Double? {
        isNull(column) ? nil : sqlite3_column_double(statement, Int32(column))
    }

    func text(_ column: Int) -> String? {
        guard !isNull(column), let start = sqlite3_column_text(statement, Int32(column)) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func blob(_ column: Int) -> [UInt8]? {
        guard !isNull(column) else { return nil }
        // Of no bytes there is no address.
        guard let start = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }

    private func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }
}

extension SQLValue {
    /// Has SQLite copy the bytes: they live no longer than this call.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let value): sqlite3_bind_int64(statement, index, value)
        case .real(let value): sqlite3_bind_double(statement, index, value)
        case .text(let value): Self.bind(value, to: statement, at: index)
        case .blob(let value):
            // An empty array may have no address, which SQLite would take for NULL.
            value.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, value, Int32(value.count), Self.copied)
        }
    }

    private static func bind(_ value: String, to statement: OpaquePointer, at index: Int32) -> Int32 {
        // SQLite's own functions end a text at the first NUL: what stands behind one would be lost without a word.
        var text = value.utf8.contains(0) ? value.replacing("\0", with: "\u{FFFD}") : value
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // A text of no characters need not have an address, and SQLite would take none for NULL.
                guard let start = characters.baseAddress else {
                    return sqlite3_bind_text(statement, index, "", 0, copied)
                }
                return sqlite3_bind_text(statement, index, start, Int32(bytes.count), copied)
            }
        }
    }
}
