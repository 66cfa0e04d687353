import Gateway
import GatewayModel

extension SQLTransaction {
    func append(_ event: Event) throws {
        try append(event, skipping: 0)
    }

    func append(_ event: Event, skipping positions: Int64) throws {
        try sql.append(
            event: [
                .name(event.kind), .time(event.at), .text(event.contactPoint?.rawValue), .id(event.conversation),
                .id(event.message), .id(event.connection), .text(event.value),
            ], skipping: positions)
    }

    func events(after position: Int64, limit: Int) throws -> [(position: Int64, event: Event)] {
        try sql.settleEvents()
        return try sql.rows(
            """
            SELECT position, kind, at, contact_point, conversation, message, connection, value
            FROM event WHERE position > $1 ORDER BY position LIMIT $2
            """, [.integer(position), .integer(limit)], readEvent)
    }

    func events(before position: Int64, limit: Int) throws -> [(position: Int64, event: Event)] {
        try sql.settleEvents()
        return try sql.rows(
            """
            SELECT position, kind, at, contact_point, conversation, message, connection, value
            FROM event WHERE position < $1 ORDER BY position DESC LIMIT $2
            """, [.integer(position), .integer(limit)], readEvent)
    }

    private func readEvent(_ row: any SQLRow) throws -> (position: Int64, event: Event) {
        (
            position: row.integer(0) ?? 0,
            event: Event(
                try row.name(1), at: try row.time(2), contactPoint: row.text(3).flatMap { ContactPointID($0) },
                conversation: row.optionalID(4), message: row.optionalID(5), connection: row.optionalID(6),
                value: row.text(7))
        )
    }

    func oldestEventPosition() throws -> Int64? {
        try sql.settleEvents()
        return try sql.row("SELECT min(position) FROM event", []) { $0.integer(0) } ?? nil
    }

    func newestEventPosition() throws -> Int64 {
        try sql.settleEvents()
        return try sql.row("SELECT max(position) FROM event", []) { $0.integer(0) ?? 0 } ?? 0
    }

    func append(_ entry: AuditEntry) throws {
        try sql.run(
            """
            INSERT INTO audit (at, actor, action, subject, before, after) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .time(entry.at), .text(entry.actor), .text(entry.action), .text(entry.subject), .text(entry.before),
                .text(entry.after),
            ])
    }

    func auditEntries(
        _ filter: AuditFilter, _ page: Page<Int64>
    ) throws -> [(position: Int64, entry: AuditEntry)] {
        try sql.rows(
            """
            SELECT position, at, actor, action, subject, before, after FROM audit WHERE position < $1
                AND actor = coalesce($3, actor)
                AND (CAST($4 AS TEXT) IS NULL OR action = $4 OR substr(action, 1, length($4) + 1) = $4 || '.')
                AND (CAST($5 AS TEXT) IS NULL OR subject = $5 OR substr(subject, 1, length($5) + 1) = $5 || '/')
                AND at >= $6 AND at < $7
            ORDER BY position DESC LIMIT $2
            """,
            [
                .integer(page.after ?? .max), .integer(page.limit), .text(filter.actor), .text(filter.action),
                .text(filter.subject), .integer(filter.since?.milliseconds ?? 0),
                .integer(filter.until?.milliseconds ?? .max),
            ]
        ) { row in
            (
                position: row.integer(0) ?? 0,
                entry: AuditEntry(
                    at: try row.time(1), actor: try row.string(2), action: try row.string(3),
                    subject: try row.string(4), before: row.text(5), after: row.text(6))
            )
        }
    }
}
