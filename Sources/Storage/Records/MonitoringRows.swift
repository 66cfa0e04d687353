import Gateway
import GatewayModel

extension SQLTransaction {
    func eventCounts(after position: Int64) throws -> [EventCount] {
        try sql.settleEvents()
        return try sql.rows(
            "SELECT kind, value, count(*) FROM event WHERE position > $1 GROUP BY kind, value", [.integer(position)]
        ) { EventCount(kind: try $0.name(0), value: $0.text(1), count: try $0.number(2)) }
    }

    func outboxSizes(limit: Int) throws -> [OutboxSize] {
        try sql.rows(
            """
            SELECT connection, sum(CASE WHEN state <> 3 THEN 1 ELSE 0 END), sum(CASE WHEN state = 3 THEN 1 ELSE 0 END),
                min(CASE WHEN state <> 3 THEN created_at END)
            FROM outbox GROUP BY connection ORDER BY connection LIMIT $1
            """, [.integer(limit)]
        ) { row in
            OutboxSize(
                connection: try row.id(0), waiting: try row.number(1), held: try row.number(2),
                oldest: row.optionalTime(3))
        }
    }

    func beat(at moment: Timestamp) throws {
        try sql.run(
            """
            INSERT INTO write_probe (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at
            """, [.time(moment)])
    }
}
