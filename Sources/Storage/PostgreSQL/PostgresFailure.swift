import CPostgres

/// What PostgreSQL, or the way to it, refused.
///
/// Holds the primary message, and never the detail: that quotes rows.
struct PostgresFailure: Error, CustomStringConvertible {
    /// The SQLSTATE; `nil` where it is libpq that complains.
    let state: String?
    let message: String
    /// Whether the connection is of no use any more.
    let isConnectionLost: Bool
    /// Whether it is about a statement before the one that was asked for (``PostgresSession/post(_:_:)``).
    var isLate = false

    init(_ result: OpaquePointer?, on connection: OpaquePointer) {
        let isBroken = PQstatus(connection) != CONNECTION_OK
        state = PQresultErrorField(result, postgres_error_state).map { String(cString: $0) }
        // Errors about data quote it.
        let primary =
            state?.hasPrefix("22") == true
            ? "a value cannot be stored"
            : PQresultErrorField(result, postgres_error_message).map { String(cString: $0) }
        message = primary ?? (isBroken ? "the connection was lost" : "the connection is out of step")
        isConnectionLost = isBroken || state.map { $0.hasPrefix("08") || $0.hasPrefix("57P") } ?? true
    }

    init(_ message: String, isConnectionLost: Bool = false) {
        state = nil
        self.message = message
        self.isConnectionLost = isConnectionLost
    }

    /// Work wants something that is only there while nobody else writes.
    static let wantsTurn = PostgresFailure("this must run alone")

    /// Whether the same work can succeed when it is done again: somebody else's came in between.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// Whether only a turn of its own can tell. A duplicate between transactions that overlap may be a conflict, too: the
    /// row was not there when somebody looked.
    var wantsTurn: Bool { state == "23505" || message == Self.wantsTurn.message }

    var description: String { "PostgreSQL: \(message)\(state.map { " (\($0))" } ?? "")." }
}
