import Gateway

/// Numbers for processes that use the same database, so that no two of them make the same id; and who may use it for
/// what.
///
/// The numbers go round, so that one comes back only after all others; and one whose process is still there, by a lock
/// that its session holds, is left out.
enum PostgresNode {
    /// For advisory locks: any number that nobody else takes.
    private static let lockClass: Int64 = 0x6761_7465
    /// Beside the numbers of nodes. Gateways share it; whoever must be alone has it alone.
    private static let serving: Int64 = -1

    static func take(on session: PostgresSession) throws -> Int {
        for _ in 0..<1024 {
            let number = try session.execute("SELECT nextval('node_number')", []).rows { $0.integer(0) ?? 0 }[0]
            if try hold(Int(number), on: session) { return Int(number) }
        }
        throw PostgresFailure("all 1024 node numbers are taken")
    }

    /// - Returns: whether it is this session's now.
    static func hold(_ number: Int, on session: PostgresSession) throws -> Bool {
        try ask("SELECT pg_try_advisory_lock($1, $2)", Int64(number), on: session)
    }

    /// - Returns: whether the session may use the database so, and nobody else in a way that does not go with it.
    static func enter(_ use: DatabaseUse, on session: PostgresSession) throws -> Bool {
        switch use {
        case .besideOthers: true
        case .serving: try ask("SELECT pg_try_advisory_lock_shared($1, $2)", serving, on: session)
        case .alone: try ask("SELECT pg_try_advisory_lock($1, $2)", serving, on: session)
        }
    }

    private static func ask(_ question: String, _ number: Int64, on session: PostgresSession) throws -> Bool {
        try session.execute(text: question, [.integer(lockClass), .integer(number)]).rows { $0.integer(0) == 1 }[0]
    }

    /// Whether some session holds a node's number: asks with ``values(_:)``.
    ///
    /// Source: PostgreSQL's documentation of `pg_locks`: of a lock with two keys the first is `classid`, the second
    /// `objid`, and `objsubid` is 2.
    static let isThere: StaticString = """
        SELECT EXISTS (
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND classid::bigint = $1 AND objid::bigint = $2
        )
        """

    static func values(_ number: Int) -> [SQLValue] { [.integer(lockClass), .integer(number)] }
}
