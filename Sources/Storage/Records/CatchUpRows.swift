import Gateway
import GatewayModel

extension SQLTransaction {
    func lastAlive() throws -> Timestamp? {
        try sql.row("SELECT at FROM heartbeat WHERE id = 1", []) { try $0.time(0) }
    }

    func setAlive(at now: Timestamp) throws {
        try sql.run(
            "INSERT INTO heartbeat (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
            [.time(now)])
    }

    func noteMissed(since moment: Timestamp, on connection: ID<Connection>) throws {
        try sql.run(
            """
            INSERT INTO missed_period (connection, since, times) VALUES ($1, $2, 1)
            ON CONFLICT (connection) DO UPDATE SET times = missed_period.times + 1,
                since = CASE WHEN missed_period.since > excluded.since THEN excluded.since ELSE missed_period.since END
            """, [.id(connection), .time(moment)])
    }

    func missedPeriods() throws -> [MissedPeriod] {
        try sql.rows("SELECT connection, since, times FROM missed_period ORDER BY connection", []) {
            MissedPeriod(connection: try $0.id(0), since: try $0.time(1), times: try $0.number(2))
        }
    }

    func settle(_ period: MissedPeriod) throws {
        try sql.run(
            "DELETE FROM missed_period WHERE connection = $1 AND times = $2",
            [.id(period.connection), .integer(period.times)])
    }

    func insert(_ session: ConnectingSession) throws {
        try sql.run(
            """
            INSERT INTO connecting_session (id, principal, expires_at, turn, sealed) VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .id(session.id), .text(session.principal), .time(session.expiresAt), .integer(session.turn),
                .blob(session.sealed),
            ])
    }

    func connectingSession(_ id: ID<ConnectingSession>) throws -> ConnectingSession? {
        try sql.row(
            "SELECT principal, expires_at, turn, sealed FROM connecting_session WHERE id = $1", [.id(id)]
        ) { row in
            ConnectingSession(
                id: id, principal: try row.string(0), expiresAt: try row.time(1), turn: try row.number(2),
                sealed: row.blob(3) ?? [])
        }
    }

    func update(_ session: ConnectingSession, ifTurn turn: Int) throws -> Bool {
        try sql.changedRows(
            by: "UPDATE connecting_session SET turn = $3, sealed = $4 WHERE id = $1 AND turn = $2",
            [.id(session.id), .integer(turn), .integer(session.turn), .blob(session.sealed)]) == 1
    }

    func connectingSessionCount() throws -> Int {
        try sql.row("SELECT count(*) FROM connecting_session", []) { try $0.number(0) } ?? 0
    }

    func deleteConnectingSession(_ id: ID<ConnectingSession>) throws {
        try sql.run("DELETE FROM connecting_session WHERE id = $1", [.id(id)])
    }

    func deleteConnectingSessions(before moment: Timestamp) throws {
        try sql.run("DELETE FROM connecting_session WHERE expires_at <= $1", [.time(moment)])
    }
}
