import Foundation
import GRDB
public import Gateway
import GatewayModel

/// The store in one SQLite file.
public final class SQLiteStore: DatabaseStore {
    /// One gateway serves a file; the program tells its commands apart from it.
    public let nodeNumber: Int? = nil
    private let pool: DatabasePool
    private let writes: WorkerPool
    private let reads: WorkerPool
    private let lock: FileLock?

    public var isExclusive: Bool { lock != nil }
    public let signal = EventSignal()

    /// So that no caller waits for an endless batch.
    private static let largestBatch = 256
    /// So that few wait behind a long read while the others are busy.
    private static let readsOnOneSnapshot = 16

    /// Opens the file, or makes it, and brings it up to this program's schema.
    ///
    /// - Parameters:
    ///   - exclusively: refuses when another process has it open exclusively. A gateway that serves must; a command
    ///     beside it must not.
    ///   - readers: how many reads run beside each other.
    public init(path: String, exclusively: Bool, readers: Int = 4, meters: Meters? = nil) throws {
        lock = exclusively ? try FileLock(path: path + ".lock") : nil
        try Self.keepPrivate(path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        // One more for whoever copies.
        configuration.maximumReaderCount = readers + 1
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -65536")
            // Each caller's work has a savepoint, whose journal would be a file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // Rare checkpoints: each costs about what a few thousand messages do.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 16000")
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            // What is erased is overwritten, not only unlinked.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        self.pool = pool
        let writer = SQLiteWriter(pool, signal: signal, meters: meters)
        let reader = SQLiteReader(pool: pool)
        writes = WorkerPool([writer.run], label: "writes", mostAtOnce: Self.largestBatch)
        reads = WorkerPool(
            Array(repeating: reader.run, count: readers), label: "reads", mostAtOnce: Self.readsOnOneSnapshot)
        try pool.writeWithoutTransaction { database in
            // Every commit reaches the disk before anybody hears of it. Only now: a pool that opens takes less.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == Self.full else {
                throw StoreFailure("\(path): SQLite does not bring commits to the disk.")
            }
            try SQLiteSchema.migrate(database)
        }
    }

    /// As SQLite numbers it.
    private static let full = 2

    /// Only its owner may read what customers wrote. Before SQLite opens it, for the files beside it take its
    /// permissions over.
    private static func keepPrivate(_ path: String) throws {
        // A file that is there is not opened: closing it would take away the locks that SQLite has on it here.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else {
            throw StoreFailure("\(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        if descriptor >= 0 { Foundation.close(descriptor) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    public func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { writes.add(Work(work, $0)) }
    }

    public func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { reads.add(Work(work, $0)) }
    }

    /// Everything as it is at one instant, for whoever copies it.
    func snapshot<Result>(_ work: (Database) throws -> Result) throws -> Result {
        try pool.read(work)
    }

    public func greatestID() throws -> Int64 {
        try pool.read { database in
            try GreatestID.columns.map { table, column in
                try Int64.fetchOne(database, sql: "SELECT max(\(column)) FROM \(table)") ?? 0
            }.max() ?? 0
        }
    }

    public func close() throws {
        writes.close()
        reads.close()
        // So that the one file is all there is, for whoever copies it while nobody serves it.
        _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try pool.close()
    }
}
