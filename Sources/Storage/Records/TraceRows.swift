import Gateway
import GatewayModel

extension SQLTransaction {
    func insert(_ trace: CallTrace) throws {
        try sql.run(
            """
            INSERT INTO call_trace (id, connection, started_at, method, url, request, status, reply, failure,
                milliseconds)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .id(trace.id), .id(trace.connection), .time(trace.startedAt), .text(trace.method), .text(trace.url),
                .text(trace.request), trace.status.map { .integer($0) } ?? .null, .text(trace.reply),
                .text(trace.failure), .integer(trace.milliseconds),
            ])
    }

    func traces(of connection: ID<Connection>, _ page: Page<ID<CallTrace>>) throws -> [CallTrace] {
        try sql.rows(
            """
            SELECT id, connection, started_at, method, url, request, status, reply, failure, milliseconds
            FROM call_trace WHERE connection = $1 AND id < $2 ORDER BY id DESC LIMIT $3
            """, [.id(connection), .integer(page.after?.rawValue ?? .max), .integer(page.limit)]
        ) { row in
            CallTrace(
                id: try row.id(0), connection: try row.id(1), startedAt: try row.time(2), method: try row.string(3),
                url: try row.string(4), request: row.text(5), status: row.integer(6).map { Int($0) },
                reply: row.text(7), failure: row.text(8), milliseconds: try row.number(9))
        }
    }
}
