/// Numbers for processes that use the same database, so that no two of them make the same id.
///
/// The numbers go round, so that one comes back only after all others; and one whose process is still there, by a lock
/// that its session holds, is left out.
enum PostgresNode {
    /// For advisory locks: any number that nobody else takes.
    private static let lockClass: Int64 = 0x6761_7465

    static func take(on session: PostgresSession) throws -> Int {
        for _ in 0..<1024 {
            let number = try session.execute("SELECT nextval('node_number')", []).rows { $0.integer(0) ?? 0 }[0]
            if try hold(Int(number), on: session) { return Int(number) }
        }
        throw PostgresFailure("all 1024 node numbers are taken")
    }

    /// Held by the one gateway that serves.
    ///
    /// - Returns: whether it is this session's now.
    static func serve(on session: PostgresSession) throws -> Bool { try hold(-1, on: session) }

    /// - Returns: whether it is this session's now.
    static func hold(_ number: Int, on session: PostgresSession) throws -> Bool {
        try session.execute(
            text: "SELECT pg_try_advisory_lock($1, $2)", [.integer(lockClass), .integer(number)]
        ).rows { $0.integer(0) == 1 }[0]
    }
}
