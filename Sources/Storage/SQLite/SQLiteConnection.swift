import Foundation
import GRDB

/// The driver for SQLite, by GRDB: kept statements, values bound by number.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func run(_ statement: StaticString, _ values: [SQLValue]) throws -> Int {
        let prepared = try prepare(statement, values)
        try prepared.execute()
        return database.changesCount
    }

    func rows<Value>(
        _ statement: StaticString, _ values: [SQLValue], _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        let cursor = try Row.fetchCursor(try prepare(statement, values))
        while let row = try cursor.next() {
            result.append(try read(SQLiteRow(row: row)))
        }
        return result
    }

    private func prepare(_ statement: StaticString, _ values: [SQLValue]) throws -> Statement {
        // SQLite numbers `$1` by its first appearance, `?1` by its number.
        let prepared = try database.cachedStatement(sql: SQLiteText.of(statement))
        prepared.setUncheckedArguments(StatementArguments(values.map { $0.databaseValue }))
        return prepared
    }
}

private struct SQLiteRow: SQLRow {
    let row: Row

    func integer(_ column: Int) -> Int64? { row[column] }
    func real(_ column: Int) -> Double? { row[column] }
    func text(_ column: Int) -> String? { row[column] }
    func blob(_ column: Int) -> [UInt8]? { (row[column] as Data?).map(Array.init) }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        // SQLite's texts end at the first NUL: what stands behind one would be lost without a word.
        case .text(let value):
            (value.utf8.contains(0) ? value.replacing("\0", with: "\u{FFFD}") : value).databaseValue
        case .blob(let value): Data(value).databaseValue
        }
    }
}
