import ConnectorKit
import Gateway
import GatewayModel

extension SQLTransaction {
    func enqueue(_ entry: OutboxEntry, parts: [Part]) throws {
        try sql.run(
            """
            INSERT INTO outbox (message, contact_point, connection, address_kind, address, purpose, priority, state,
                due_at, tries, look_ups, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7,
                CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE address = $5 AND contact_point = $2
                    AND address_kind = $4 AND priority = $7 AND state <> 3) THEN 0 ELSE $8 END,
                $9, 0, 0, $10)
            """,
            [
                .id(entry.message), .text(entry.contactPoint), .id(entry.connection), .name(entry.customer.kind),
                .text(entry.customer.value), .name(entry.purpose), .integer(entry.priority.rawValue),
                .integer(entry.state.rawValue), .time(entry.dueAt), .time(entry.agesFrom),
            ])
        for (number, part) in parts.enumerated() {
            try sql.run(
                """
                INSERT INTO part (message, number, text, media, units, state, status, app, quick_replies)
                VALUES ($1, $2, $3, $4, $5, 'waiting', 'queued', (SELECT app FROM connection WHERE id = $6), $7)
                """,
                [
                    .id(entry.message), .integer(number), .text(part.text), try .json(part.media),
                    .integer(part.units), .id(entry.connection), try .json(part.quickReplies),
                ])
        }
    }

    func lastInLane(
        of customer: Address, at contactPoint: ContactPointID, _ priority: OutboxEntry.Priority
    ) throws -> ID<Message>? {
        try sql.row(
            """
            SELECT max(message) FROM outbox WHERE address = $1 AND contact_point = $2 AND address_kind = $3
                AND priority = $4
            """,
            [
                .text(customer.value), .text(contactPoint), .name(customer.kind), .integer(priority.rawValue),
            ]
        ) { $0.optionalID(0) } ?? nil
    }

    func outboxEntry(_ message: ID<Message>) throws -> OutboxEntry? {
        try sql.row(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE message = $1
            """, [.id(message)], readEntry)
    }

    func update(_ entry: OutboxEntry) throws {
        try sql.run(
            """
            UPDATE outbox SET state = $2, due_at = $3, leased_until = $4, tries = $5, look_ups = $6, created_at = $7
            WHERE message = $1
            """,
            [
                .id(entry.message), .integer(entry.state.rawValue), .time(entry.dueAt), .time(entry.leasedUntil),
                .integer(entry.tries), .integer(entry.lookUps), .time(entry.agesFrom),
            ])
    }

    func finish(_ message: ID<Message>) throws {
        let entry = try sql.row(
            """
            DELETE FROM outbox WHERE message = $1
            RETURNING message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            """, [.id(message)], readEntry)
        if let entry { try moveOn(laneOf: entry) }
    }

    func setAside(_ message: ID<Message>) throws {
        guard let entry = try outboxEntry(message) else { return }
        try sql.run("UPDATE outbox SET state = 3, leased_until = NULL WHERE message = $1", [.id(message)])
        try moveOn(laneOf: entry)
    }

    func putBack(_ message: ID<Message>, dueAt: Timestamp) throws {
        guard let entry = try outboxEntry(message), entry.state == .held else { return }
        try sql.run(
            "UPDATE outbox SET state = 0, due_at = $2, tries = 0, look_ups = 0 WHERE message = $1",
            [.id(message), .time(dueAt)])
        try moveOn(laneOf: entry)
    }

    /// Makes the first of those behind ready, unless another one of the lane is ready or under way.
    private func moveOn(laneOf entry: OutboxEntry) throws {
        try sql.run(
            """
            UPDATE outbox SET state = 1
            WHERE message = (SELECT min(message) FROM outbox WHERE address = $1 AND contact_point = $2
                    AND address_kind = $3 AND priority = $4 AND state = 0)
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE address = $1 AND contact_point = $2
                    AND address_kind = $3 AND priority = $4 AND state IN (1, 2))
            """,
            [
                .text(entry.customer.value), .text(entry.contactPoint), .name(entry.customer.kind),
                .integer(entry.priority.rawValue),
            ])
    }

    func divert(_ message: ID<Message>, to connection: ID<Connection>, dueAt: Timestamp) throws {
        try sql.run("UPDATE message SET connection = $2 WHERE id = $1", [.id(message), .id(connection)])
        try sql.run(
            "UPDATE part SET app = (SELECT app FROM connection WHERE id = $2) WHERE message = $1",
            [.id(message), .id(connection)])
        try sql.run(
            "UPDATE outbox SET connection = $2, due_at = $3 WHERE message = $1",
            [.id(message), .id(connection), .time(dueAt)])
    }

    func connectionsWithReadyMessages() throws -> [ID<Connection>] {
        // Hops from one connection to the next in the index, however many messages wait on each.
        try sql.rows(
            """
            WITH RECURSIVE busy (connection) AS (
                SELECT min(connection) FROM outbox WHERE state = 1
                UNION ALL
                SELECT (SELECT min(connection) FROM outbox WHERE state = 1 AND connection > busy.connection)
                FROM busy WHERE busy.connection IS NOT NULL
            )
            SELECT connection FROM busy WHERE connection IS NOT NULL
            """, []
        ) { try $0.id(0) }
    }

    func readyEntries(on connection: ID<Connection>, dueBy now: Timestamp, limit: Int) throws -> [OutboxEntry] {
        try sql.rows(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE state = 1 AND connection = $1 AND due_at <= $2 ORDER BY priority, message LIMIT $3
            """, [.id(connection), .time(now), .integer(limit)], readEntry)
    }

    func nextDue(on connection: ID<Connection>) throws -> Timestamp? {
        try sql.row("SELECT min(due_at) FROM outbox WHERE state = 1 AND connection = $1", [.id(connection)]) {
            $0.optionalTime(0)
        } ?? nil
    }

    func leasedEntries(expiredBy now: Timestamp, limit: Int) throws -> [OutboxEntry] {
        try sql.rows(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE state = 2 AND leased_until <= $1 LIMIT $2
            """, [.time(now), .integer(limit)], readEntry)
    }

    func outboxEntries(to customer: Address, at contactPoint: ContactPointID) throws -> [OutboxEntry] {
        try sql.rows(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE address = $1 AND contact_point = $2 AND address_kind = $3 ORDER BY message
            """, [.text(customer.value), .text(contactPoint), .name(customer.kind)], readEntry)
    }

    func outboxEntries(on connection: ID<Connection>) throws -> [OutboxEntry] {
        try sql.rows(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE connection = $1 ORDER BY message
            """, [.id(connection)], readEntry)
    }

    func paceMark(of connection: ID<Connection>) throws -> Int64 {
        try sql.row("SELECT mark FROM pace WHERE connection = $1", [.id(connection)]) { $0.integer(0) ?? 0 } ?? 0
    }

    func setPaceMark(_ mark: Int64, of connection: ID<Connection>) throws {
        try sql.run(
            """
            INSERT INTO pace (connection, mark) VALUES ($1, $2)
            ON CONFLICT (connection) DO UPDATE SET mark = excluded.mark
            """, [.id(connection), .integer(mark)])
    }

    func readEntry(_ row: any SQLRow) throws -> OutboxEntry {
        OutboxEntry(
            message: try row.id(0), contactPoint: try row.contactPoint(1), connection: try row.id(2),
            customer: try row.address(3), purpose: try row.name(5),
            state: OutboxEntry.State(rawValue: row.integer(6) ?? -1) ?? .held, dueAt: try row.time(7),
            leasedUntil: row.optionalTime(8), tries: try row.number(9), lookUps: try row.number(10),
            agesFrom: try row.time(11))
    }
}
