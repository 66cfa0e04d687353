import Foundation
import GRDB
public import Gateway

/// A copy of the database as it was at one instant, taken beside a gateway that serves.
///
/// The copy reads one snapshot of the write-ahead log: it holds every transaction that was committed before it began,
/// none in part, and no writer waits for it. Until it is done the log cannot be folded into the file, so the log grows
/// by what is written meanwhile.
public enum SQLiteBackup {
    /// What a database holds, so that a copy can be held against what it should be.
    public struct Contents: Codable, Sendable, Equatable {
        /// The number of the schema's last step.
        public let schema: Int
        /// How many rows each table has.
        public let rows: [String: Int]
        /// Where the files are that it tells of; `nil` in one that knows no choice.
        public let mediaStore: BlobPlace?
    }

    /// Copies the database at `path` to `file`, which must not be there, and checks every page of the copy.
    ///
    /// - Returns: what the copy holds, on the disk for good.
    public static func take(of path: String, into file: String) throws -> Contents {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreFailure("There is no database at \(path).")
        }
        try makePrivate(file)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let source = try DatabaseQueue(path: path, configuration: configuration)
        let copy = try DatabaseQueue(path: file, configuration: configuration)
        try source.backup(to: copy)
        try source.close()
        // One file, without a log beside it: it is going to be carried about.
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
        try sync(file)
        return try check(file)
    }

    /// Reads all of a copy, and says what it holds.
    ///
    /// - Throws: ``StoreFailure`` where SQLite finds it damaged or this program is too old for it.
    public static func check(_ file: String) throws -> Contents {
        guard FileManager.default.fileExists(atPath: file) else { throw StoreFailure("\(file) is missing.") }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let copy = try DatabaseQueue(path: file, configuration: configuration)
            defer { try? copy.close() }
            return try copy.read { database in
                let complaints = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
                guard complaints == ["ok"] else { throw StoreFailure("\(file) is damaged.") }
                let schema = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard (1...SQLiteSchema.steps.count).contains(schema) else {
                    throw StoreFailure("\(file) is of schema \(schema), which this program does not know.")
                }
                let tables = try String.fetchAll(
                    database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                let rows = try tables.map { table in
                    (table, try Int.fetchOne(database, sql: "SELECT count(*) FROM \"\(table)\"") ?? 0)
                }
                let place =
                    tables.contains("blob_place")
                    ? try String.fetchOne(database, sql: "SELECT place FROM blob_place WHERE id = 1") : nil
                return Contents(
                    schema: schema, rows: Dictionary(uniqueKeysWithValues: rows),
                    mediaStore: place.flatMap { BlobPlace(rawValue: $0) })
            }
        } catch is DatabaseError {
            throw StoreFailure("\(file) is damaged, or not a database.")
        }
    }

    /// Only its owner may read it, from its first byte on.
    private static func makePrivate(_ file: String) throws {
        let descriptor = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFailure("\(file) cannot be made: \(String(cString: strerror(errno))).")
        }
        Foundation.close(descriptor)
    }

    private static func sync(_ file: String) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file))
        try handle.synchronize()
        try handle.close()
    }
}
