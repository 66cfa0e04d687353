import ConnectorKit
import Gateway
import GatewayModel

extension SQLTransaction {
    func connectionsDueForCheck(by now: Timestamp, limit: Int) throws -> [ID<Connection>] {
        try sql.rows(
            """
            SELECT connection.id FROM connection LEFT JOIN checklist ON checklist.connection = connection.id
            WHERE checklist.due_at IS NULL OR checklist.due_at <= $1
            ORDER BY coalesce(checklist.due_at, 0), connection.id LIMIT $2
            """, [.time(now), .integer(limit)]
        ) { try $0.id(0) }
    }

    func checklist(of connection: ID<Connection>) throws -> ChecklistResult? {
        try sql.row(
            "SELECT started_at, overall, since, items FROM checklist WHERE connection = $1", [.id(connection)]
        ) { row in
            ChecklistResult(
                connection: connection, startedAt: try row.time(0), overall: try row.name(1), since: try row.time(2),
                items: try row.json(3, empty: []))
        }
    }

    func put(_ result: ChecklistResult, dueAt: Timestamp) throws {
        try sql.run(
            """
            INSERT INTO checklist (connection, due_at, started_at, overall, since, items)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (connection) DO UPDATE SET due_at = excluded.due_at, started_at = excluded.started_at,
                overall = excluded.overall, since = excluded.since, items = excluded.items
            """,
            [
                .id(result.connection), .time(dueAt), .time(result.startedAt), .name(result.overall),
                .time(result.since), try .json(result.items),
            ])
    }

    func setCheckDue(_ moment: Timestamp, of connection: ID<Connection>) throws {
        try sql.run("UPDATE checklist SET due_at = $2 WHERE connection = $1", [.id(connection), .time(moment)])
    }

    func noteGenuineWebhook(of app: ID<PlatformApp>) throws {
        try sql.run("DELETE FROM webhook_health WHERE app = $1", [.id(app)])
    }

    func noteRejectedWebhook(of app: ID<PlatformApp>, at now: Timestamp) throws {
        try sql.run(
            """
            INSERT INTO webhook_health (app, rejected, rejected_at) VALUES ($1, 1, $2)
            ON CONFLICT (app) DO UPDATE SET rejected = webhook_health.rejected + 1,
                rejected_at = excluded.rejected_at
            """, [.id(app), .time(now)])
    }

    func noteChallenge(of app: ID<PlatformApp>, at now: Timestamp) throws {
        try sql.run(
            """
            INSERT INTO challenge (app, answered_at) VALUES ($1, $2)
            ON CONFLICT (app) DO UPDATE SET answered_at = excluded.answered_at
            """, [.id(app), .time(now)])
    }

    func facts(of connection: Connection, at now: Timestamp) throws -> ConnectionFacts {
        var facts = ConnectionFacts(now: now, sendingMode: connection.sending.mode)
        if let id = connection.sending.divertsTo, let sender = try self.connection(id), sender.sending == .standard {
            facts.divertsTo = sender.address
        }
        let last = try sql.row(
            """
            SELECT created_at, address_kind, address FROM message WHERE connection = $1 AND direction = 'inbound'
            ORDER BY id DESC LIMIT 1
            """, [.id(connection.id)]
        ) { (try $0.time(0), try $0.address(1)) }
        (facts.lastInbound, facts.lastCustomer) = (last?.0, last?.1)
        let rejected = try sql.row(
            "SELECT rejected, rejected_at FROM webhook_health WHERE app = $1", [.id(connection.app)]
        ) { (try $0.number(0), $0.optionalTime(1)) }
        (facts.rejectedWebhooks, facts.lastRejected) = rejected ?? (0, nil)
        facts.lastChallenge = try sql.row(
            "SELECT answered_at FROM challenge WHERE app = $1", [.id(connection.app)]
        ) { try $0.time(0) }
        facts.queued =
            try sql.row(
                """
                SELECT count(*) FROM (SELECT created_at FROM outbox WHERE connection = $1 LIMIT 10000) AS waiting
                WHERE created_at <= $2
                """, [.id(connection.id), .time(now)]
            ) { try $0.number(0) } ?? 0
        let mark = try paceMark(of: connection.id)
        if mark > now.milliseconds * 1000 { facts.heldUpUntil = Timestamp(milliseconds: mark / 1000) }
        try addSends(of: connection.id, to: &facts)
        try addWaiting(of: connection.id, to: &facts)
        return facts
    }

    /// Ids grow with time: the range of a day is a range of the index.
    private func addSends(of connection: ID<Connection>, to facts: inout ConnectionFacts) throws {
        let sends = try sql.rows(
            """
            SELECT status, reason_platform_code,
                EXISTS (SELECT 1 FROM part WHERE part.message = message.id AND part.reported_at IS NOT NULL)
            FROM message
            WHERE connection = $1 AND direction = 'outbound' AND id > $2 AND id < $3
            ORDER BY id DESC LIMIT 500
            """,
            [
                .id(connection), .integer(IDGenerator.floor(of: facts.now - .seconds(24 * 3600))),
                .integer(IDGenerator.floor(of: facts.now - .seconds(600))),
            ]
        ) { row -> (DeliveryStatus, String?, Bool) in (try row.name(0), row.text(1), try row.flag(2)) }
        for (status, code, isReported) in sends {
            switch status {
            case .sent: if !isReported { facts.silent += 1 }
            case .delivered, .read, .failed, .refused: break
            default: continue
            }
            facts.accepted += 1
            if let code { facts.failures[code, default: 0] += 1 }
        }
    }

    /// Refused by the platform, and to be tried again.
    private func addWaiting(of connection: ID<Connection>, to facts: inout ConnectionFacts) throws {
        let codes = try sql.rows(
            """
            SELECT (
                SELECT reason_platform_code FROM attempt WHERE attempt.message = outbox.message ORDER BY id DESC LIMIT 1
            )
            FROM (
                SELECT message, tries FROM outbox WHERE connection = $1 AND state = 1 ORDER BY priority, message LIMIT 500
            ) AS outbox WHERE tries > 0
            """, [.id(connection)]
        ) { $0.text(0) }
        for code in codes.compactMap(\.self) { facts.failures[code, default: 0] += 1 }
    }

    func addresses(on platform: Platform) throws -> [Address] {
        try sql.rows(
            "SELECT address_kind, address FROM connection WHERE platform = $1 ORDER BY id", [.name(platform)]
        ) { try $0.address(0) }
    }
}
