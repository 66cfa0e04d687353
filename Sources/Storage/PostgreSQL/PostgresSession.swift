import CPostgres
import Foundation

/// One connection to the server, and the statements that are prepared on it. Every call waits for the answer, so it
/// belongs to one thread at a time, and never to one that others need.
final class PostgresSession: @unchecked Sendable {
    /// So few that neither side waits for the other to read.
    private static let mostPosted = 64
    /// Some tens of microseconds.
    private static let mostLooks = 150
    private static let napsAfterMiss = 20

    private let connection: OpaquePointer
    private var prepared: [UInt: String] = [:]
    /// How many statements are under way whose answers nobody has read.
    private var posted = 0
    /// How many answers are still waited for asleep.
    private var naps = 0

    /// Small tables would be read as a whole, which under SERIALIZABLE conflicts with every change of them. A session
    /// that says nothing in the middle of a transaction holds up every other node, and is cut off: its process was
    /// paused. Sooner than duties are taken over, for beats wait as well.
    /// Locks of a process that is gone without a word are free again within half a minute.
    private static let settings = """
        SET enable_seqscan = off; SET jit = off; SET random_page_cost = 1.1;
        SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
        SET idle_in_transaction_session_timeout = '8s'; SET client_min_messages = error;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """

    init(_ address: PostgresAddress) throws {
        let parameters = address.parameters
        connection = try Self.connect(names: parameters.map(\.name), values: parameters.map(\.value))
        postgres_silence(connection)
        // From here on `deinit` gives it back, also where this fails.
        guard PQstatus(connection) == CONNECTION_OK else {
            throw PostgresFailure(
                "\(address) cannot be reached: \(Self.complaint(of: connection))", isConnectionLost: true)
        }
        guard PQserverVersion(connection) >= 140_000 else {
            throw PostgresFailure("version 14 or later is needed")
        }
        try command(Self.settings)
    }

    deinit { PQfinish(connection) }

    private static func connect(names: [String], values: [String]) throws -> OpaquePointer {
        let texts = (names + values).map { strdup($0) }
        defer { for text in texts { free(text) } }
        let pointers = texts.map { UnsafePointer<CChar>($0) }
        let connection = PQconnectdbParams(
            Array(pointers.prefix(names.count)) + [nil], Array(pointers.suffix(values.count)) + [nil], 1)
        guard let connection else { throw PostgresFailure("there is no memory for a connection") }
        return connection
    }

    /// The last line is the reason; those before it name the places that were tried.
    private static func complaint(of connection: OpaquePointer) -> String {
        String(cString: PQerrorMessage(connection)).split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }

    /// The server's process for this session.
    var processNumber: Int32 { PQbackendPID(connection) }
    var socket: Int32 { PQsocket(connection) }
    var isUsable: Bool { PQstatus(connection) == CONNECTION_OK }

    /// Runs statements without values.
    @discardableResult
    func command(_ text: String) throws -> PostgresResult {
        try settle()
        return try check(PQexec(connection, text))
    }

    /// Runs a statement that is prepared once.
    func execute(_ statement: StaticString, _ values: [SQLValue]) throws -> PostgresResult {
        let name = try prepare(statement)
        return try PostgresParameters(values).withPointers { count, pointers, lengths, formats in
            guard posted > 0 else {
                guard PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, 1) == 1 else {
                    throw PostgresFailure(nil, on: connection)
                }
                lookOut()
                let result = Result { try check(PQgetResult(connection)) }
                while let further = PQgetResult(connection) { PQclear(further) }
                return try result.get()
            }
            guard PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, 1) == 1 else {
                throw PostgresFailure(nil, on: connection)
            }
            guard let own = try answers(isAsked: true) else { throw PostgresFailure(nil, on: connection) }
            return own
        }
    }

    /// Sends a statement that is prepared once, on the way of whatever is asked next, which spares a way to the server
    /// and back. Only in a transaction: should it be refused, what comes next throws that.
    func post(_ statement: StaticString, _ values: [SQLValue]) throws {
        let name = try prepare(statement)
        guard posted > 0 || PQenterPipelineMode(connection) == 1 else { throw PostgresFailure(nil, on: connection) }
        try PostgresParameters(values).withPointers { count, pointers, lengths, formats in
            guard PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, 1) == 1 else {
                throw PostgresFailure(nil, on: connection)
            }
        }
        posted += 1
        if posted == Self.mostPosted { try settle() }
    }

    /// Hears what became of everything that was posted.
    func settle() throws {
        if posted > 0 { _ = try answers(isAsked: false) }
    }

    /// Reads the answers to what was posted, and to the statement behind it, if one was asked.
    ///
    /// Source: PostgreSQL's manual, libpq, "Pipeline Mode": after a refusal the server passes over everything up to the
    /// next point of synchronisation, and the transaction stays as it is.
    private func answers(isAsked: Bool) throws -> PostgresResult? {
        let count = posted + (isAsked ? 1 : 0)
        posted = 0
        guard PQpipelineSync(connection) == 1 else { throw PostgresFailure(nil, on: connection) }
        lookOut()
        var own: PostgresResult?
        var failure: PostgresFailure?
        for number in 1...count {
            let isOwn = isAsked && number == count
            let pointer = PQgetResult(connection)
            do {
                // What was passed over says nothing.
                if failure == nil || PQresultStatus(pointer) != PGRES_PIPELINE_ABORTED {
                    let result = try check(pointer)
                    if isOwn { own = result }
                } else {
                    PQclear(pointer)
                }
            } catch var error as PostgresFailure {
                guard !error.isConnectionLost else { throw error }
                error.isLate = !isOwn
                failure = failure ?? error
            }
            // A statement's answers end with nothing.
            while pointer != nil, let further = PQgetResult(connection) { PQclear(further) }
        }
        let end = PostgresResult(PQgetResult(connection))
        guard let end, PQresultStatus(end.pointer) == PGRES_PIPELINE_SYNC, PQexitPipelineMode(connection) == 1 else {
            throw PostgresFailure(nil, on: connection)
        }
        if let failure { throw failure }
        return own
    }

    /// Runs a statement that is made for its values.
    @discardableResult
    func execute(text: String, _ values: [SQLValue]) throws -> PostgresResult {
        try settle()
        return try PostgresParameters(values).withPointers { count, pointers, lengths, formats in
            try check(PQexecParams(connection, text, count, nil, pointers, lengths, formats, 1))
        }
    }

    /// Runs a COPY in binary form: `feed` sends its rows one after the other.
    func copy(_ statement: String, _ feed: (([UInt8]) throws -> Void) throws -> Void) throws {
        try settle()
        guard let begun = PostgresResult(PQexec(connection, statement)) else {
            throw PostgresFailure(nil, on: connection)
        }
        guard PQresultStatus(begun.pointer) == PGRES_COPY_IN else {
            throw PostgresFailure(begun.pointer, on: connection)
        }
        func send(_ bytes: [UInt8]) throws {
            let isSent = bytes.withUnsafeBytes { memory in
                PQputCopyData(connection, memory.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(memory.count))
            }
            guard isSent == 1 else { throw PostgresFailure(nil, on: connection) }
        }
        // Its signature, and two numbers that are 0.
        try send(Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0] + Array(repeating: 0, count: 8))
        try feed(send)
        try send([0xff, 0xff])
        guard PQputCopyEnd(connection, nil) == 1 else { throw PostgresFailure(nil, on: connection) }
        var failure: PostgresFailure?
        while let pointer = PQgetResult(connection) {
            do { _ = try check(pointer) } catch let error as PostgresFailure { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    /// Waits awake, for as long as it takes to fall asleep and be woken: a server on the same machine has answered by
    /// then. One that is farther away is waited for asleep, and tried again now and then.
    private func lookOut() {
        guard naps == 0 else {
            naps -= 1
            return
        }
        for _ in 0..<Self.mostLooks {
            guard PQconsumeInput(connection) == 1, PQisBusy(connection) == 1 else { return }
        }
        naps = Self.napsAfterMiss
    }

    private func prepare(_ statement: StaticString) throws -> String {
        let key = UInt(bitPattern: statement.utf8Start)
        if let name = prepared[key] { return name }
        try settle()
        let name = "s\(prepared.count)"
        // PostgreSQL finds out the types of the values from where they stand.
        _ = try check(PQprepare(connection, name, statement.description, 0, nil))
        prepared[key] = name
        return name
    }

    private func check(_ pointer: OpaquePointer?) throws -> PostgresResult {
        guard let pointer, let result = PostgresResult(pointer) else { throw PostgresFailure(nil, on: connection) }
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return result
        default: throw PostgresFailure(pointer, on: connection)
        }
    }

    /// Takes in what the server has sent by itself.
    ///
    /// - Returns: the server's processes that notified, for each time.
    func notifications() throws -> [Int32] {
        guard PQconsumeInput(connection) == 1 else { throw PostgresFailure(nil, on: connection) }
        var processes: [Int32] = []
        while let notification = PQnotifies(connection) {
            processes.append(notification.pointee.be_pid)
            PQfreemem(notification)
        }
        return processes
    }
}
