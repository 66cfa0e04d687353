import Gateway
import GatewayModel

extension SQLTransaction {
    func insert(_ session: Session, hash: [UInt8]) throws {
        try sql.run(
            """
            INSERT INTO session (id, hash, user_account, created_at, seen_at, expires_at, address, agent)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(session.id), .blob(hash), .id(session.user), .time(session.createdAt), .time(session.seenAt),
                .time(session.expiresAt), .text(session.address), .text(session.agent),
            ])
    }

    func session(hash: [UInt8]) throws -> Session? {
        try sql.row(
            """
            SELECT id, user_account, created_at, seen_at, expires_at, address, agent FROM session WHERE hash = $1
            """, [.blob(hash)], readSession)
    }

    func sessions(of user: ID<User>) throws -> [Session] {
        try sql.rows(
            """
            SELECT id, user_account, created_at, seen_at, expires_at, address, agent
            FROM session WHERE user_account = $1 ORDER BY id
            """, [.id(user)], readSession)
    }

    func setSeen(_ moment: Timestamp, _ session: ID<Session>) throws {
        try sql.run("UPDATE session SET seen_at = $2 WHERE id = $1", [.id(session), .time(moment)])
    }

    func delete(_ session: ID<Session>) throws {
        try sql.run("DELETE FROM session WHERE id = $1", [.id(session)])
    }

    func deleteSessions(of user: ID<User>) throws {
        try sql.run("DELETE FROM session WHERE user_account = $1", [.id(user)])
    }

    func deleteAllSessionsAndLinks() throws {
        try sql.run("DELETE FROM session", [])
        try sql.run("DELETE FROM password_link", [])
        try sql.run("DELETE FROM password_mail", [])
    }

    private func readSession(_ row: any SQLRow) throws -> Session {
        Session(
            id: try row.id(0), user: try row.id(1), createdAt: try row.time(2), seenAt: try row.time(3),
            expiresAt: try row.time(4), address: row.text(5), agent: row.text(6))
    }
}
