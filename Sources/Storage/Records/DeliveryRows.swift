import Gateway
import GatewayModel

extension SQLTransaction {
    func enqueue(_ waiting: WaitingDelivery) throws {
        try sql.run(
            """
            INSERT INTO waiting_delivery (subscriber, position, lane, epoch, due_at, tries, failing_since, is_first)
            VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN EXISTS (
                SELECT 1 FROM waiting_delivery WHERE subscriber = $1 AND lane = $3) THEN 0 ELSE 1 END)
            ON CONFLICT (subscriber, position) DO NOTHING
            """,
            [
                .id(waiting.subscriber), .integer(waiting.position), .text(waiting.lane), .integer(waiting.epoch),
                .time(waiting.dueAt), .integer(waiting.tries), .time(waiting.failingSince),
            ])
    }

    func readyDeliveries(of id: ID<Subscriber>, dueBy: Timestamp, limit: Int) throws -> [WaitingDelivery] {
        try sql.rows(
            """
            SELECT position, lane, epoch, due_at, tries, failing_since FROM waiting_delivery
            WHERE subscriber = $1 AND is_first = 1 AND due_at <= $2 ORDER BY due_at, position LIMIT $3
            """, [.id(id), .time(dueBy), .integer(limit)]
        ) { row in
            WaitingDelivery(
                subscriber: id, position: row.integer(0) ?? 0, lane: try row.string(1), epoch: row.integer(2) ?? 0,
                dueAt: try row.time(3), tries: try row.number(4), failingSince: row.optionalTime(5))
        }
    }

    func nextDelivery(of id: ID<Subscriber>) throws -> Timestamp? {
        try sql.row(
            """
            SELECT due_at FROM waiting_delivery WHERE subscriber = $1 AND is_first = 1
            ORDER BY due_at, position LIMIT 1
            """, [.id(id)]
        ) { try $0.time(0) }
    }

    func waitingDeliveries(of id: ID<Subscriber>, most: Int) throws -> Int {
        try sql.row(
            "SELECT count(*) FROM (SELECT 1 FROM waiting_delivery WHERE subscriber = $1 LIMIT $2) AS waiting",
            [.id(id), .integer(most)]
        ) { try $0.number(0) } ?? 0
    }

    func update(_ waiting: WaitingDelivery) throws {
        try sql.run(
            """
            UPDATE waiting_delivery SET due_at = $4, tries = $5, failing_since = $6
            WHERE subscriber = $1 AND position = $2 AND epoch = $3
            """,
            [
                .id(waiting.subscriber), .integer(waiting.position), .integer(waiting.epoch), .time(waiting.dueAt),
                .integer(waiting.tries), .time(waiting.failingSince),
            ])
    }

    func finish(_ waiting: WaitingDelivery) throws {
        let removed = try sql.changedRows(
            by: "DELETE FROM waiting_delivery WHERE subscriber = $1 AND position = $2 AND epoch = $3",
            [.id(waiting.subscriber), .integer(waiting.position), .integer(waiting.epoch)])
        guard removed > 0 else { return }
        try sql.run(
            """
            UPDATE waiting_delivery SET is_first = 1 WHERE subscriber = $1 AND position = (
                SELECT min(position) FROM waiting_delivery WHERE subscriber = $1 AND lane = $2)
            """, [.id(waiting.subscriber), .text(waiting.lane)])
    }

    func dropWaiting(of id: ID<Subscriber>, after position: Int64) throws {
        try sql.run(
            "DELETE FROM waiting_delivery WHERE subscriber = $1 AND position > $2", [.id(id), .integer(position)])
    }

    func retryWaiting(of id: ID<Subscriber>, at now: Timestamp) throws {
        try sql.run(
            """
            UPDATE waiting_delivery SET due_at = $2, tries = 0, failing_since = NULL
            WHERE subscriber = $1 AND tries > 0
            """, [.id(id), .time(now)])
    }

    func insert(_ delivery: Delivery) throws {
        try sql.run(
            """
            INSERT INTO delivery (id, subscriber, position, at, duration, outcome, status, error)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(delivery.id), .id(delivery.subscriber), .integer(delivery.position), .time(delivery.at),
                .integer(delivery.duration.milliseconds), .name(delivery.outcome),
                delivery.status.map { .integer($0) } ?? .null, .text(delivery.error),
            ])
    }

    func deliveries(
        of id: ID<Subscriber>, _ outcome: Delivery.Outcome?, _ page: Page<ID<Delivery>>
    ) throws -> [Delivery] {
        let before = SQLValue.integer(page.after?.rawValue ?? .max)
        guard let outcome else {
            return try sql.rows(
                """
                SELECT id, position, at, duration, outcome, status, error FROM delivery
                WHERE subscriber = $1 AND id < $2 ORDER BY id DESC LIMIT $3
                """, [.id(id), before, .integer(page.limit)]
            ) { try delivery($0, of: id) }
        }
        return try sql.rows(
            """
            SELECT id, position, at, duration, outcome, status, error FROM delivery
            WHERE subscriber = $1 AND outcome = $4 AND id < $2 ORDER BY id DESC LIMIT $3
            """, [.id(id), before, .integer(page.limit), .name(outcome)]
        ) { try delivery($0, of: id) }
    }

    private func delivery(_ row: any SQLRow, of id: ID<Subscriber>) throws -> Delivery {
        Delivery(
            id: try row.id(0), subscriber: id, position: row.integer(1) ?? 0, at: try row.time(2),
            duration: .milliseconds(row.integer(3) ?? 0), outcome: try row.name(4),
            status: row.integer(5).map { Int($0) }, error: row.text(6))
    }

    func deleteDeliveries(before moment: Timestamp, limit: Int) throws -> Int {
        try sql.changedRows(
            by: "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE id < $1 ORDER BY id LIMIT $2)",
            [.integer(IDGenerator.floor(of: moment)), .integer(limit)])
    }
}
