public import Gateway
import GatewayModel

/// The store in a PostgreSQL database.
///
/// It needs connections of its own, not a pooler's that changes them between transactions: statements are prepared on
/// them, and one of them listens.
public final class PostgresStore: DatabaseStore {
    public let isExclusive = false
    public let signal = EventSignal()
    /// Different from that of every other process that uses the database now, for ``IDGenerator``.
    public let node: Int
    public var nodeNumber: Int? { node }
    private let address: PostgresAddress
    private let lines: [PostgresLine]
    private let writes: WorkerPool
    private let reads: WorkerPool
    private let listener: PostgresListener

    /// So that no caller waits for an endless batch.
    private static let largestBatch = 256
    /// So that few wait behind a long read while the others are busy.
    private static let readsOnOneSnapshot = 16

    /// Connects, and brings the database up to this program's schema.
    ///
    /// - Parameters:
    ///   - use: refused where it does not go with what others do with the database.
    ///   - writers: how many batches of writes run beside each other; see ``PostgresTurn`` for why one.
    ///   - readers: how many reads do.
    ///   - longestSilence: after which the signal rings although nobody has told of an event.
    public init(
        _ address: PostgresAddress, for use: DatabaseUse = .besideOthers, writers: Int = 1, readers: Int = 4,
        longestSilence: Duration = .seconds(5), meters: Meters? = nil
    ) throws {
        self.address = address
        let session: PostgresSession
        do {
            session = try PostgresSession(address)
            try PostgresSchema.migrate(session)
            guard try PostgresNode.enter(use, on: session) else {
                throw StoreFailure(
                    use == .alone
                        ? "A gateway serves \(address); stop it first."
                        : "Somebody has \(address) alone now, to move it or its files; try again when that is done.")
            }
            node = try PostgresNode.take(on: session)
        } catch let failure as PostgresFailure {
            throw StoreFailure("\(failure)")
        }
        let writer = PostgresWriter(signal: signal, meters: meters)
        let reader = PostgresReader()
        let lines = (0..<writers + readers).map { _ in PostgresLine(address) }
        self.lines = lines
        writes = WorkerPool(
            lines.prefix(writers).map { line in { writer.run($0, on: line) } }, label: "writes",
            mostAtOnce: Self.largestBatch)
        reads = WorkerPool(
            lines.dropFirst(writers).map { line in { reader.run($0, on: line) } }, label: "reads",
            mostAtOnce: Self.readsOnOneSnapshot)
        listener = PostgresListener(
            address, node: node, use: use, signal: signal, longestSilence: longestSilence)
        try listener.start(on: session)
    }

    deinit { listener.stop() }

    /// Whether a gateway's database is there already.
    public static func isThere(at address: PostgresAddress) throws -> Bool {
        do {
            return try PostgresSession(address).execute(
                text: "SELECT to_regclass('schema_version') IS NOT NULL", []
            ).rows { $0.integer(0) == 1 }.first ?? false
        } catch let failure as PostgresFailure {
            throw StoreFailure("\(failure)")
        }
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

    public func greatestID() throws -> Int64 {
        let session = try PostgresSession(address)
        return try GreatestID.columns.map { table, column in
            try session.execute(text: "SELECT max(\(column)) FROM \(table)", []).rows { $0.integer(0) ?? 0 }.first ?? 0
        }.max() ?? 0
    }

    public func close() {
        listener.stop()
        writes.close()
        reads.close()
        for line in lines { line.hangUp() }
    }
}
