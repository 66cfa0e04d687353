import Gateway
import GatewayModel

extension SQLTransaction {
    func password(of user: ID<User>) throws -> String? {
        try sql.row("SELECT password FROM user_account WHERE id = $1", [.id(user)]) { $0.text(0) } ?? nil
    }

    func setPassword(_ hash: String?, at moment: Timestamp?, of user: ID<User>) throws {
        try sql.run(
            "UPDATE user_account SET password = $2, password_set_at = $3 WHERE id = $1",
            [.id(user), .text(hash), .time(moment)])
    }

    func insert(_ link: PasswordLink) throws {
        try sql.run(
            """
            INSERT INTO password_link (hash, user_account, purpose, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [.blob(link.hash), .id(link.user), .name(link.purpose), .time(link.createdAt), .time(link.expiresAt)])
    }

    func passwordLink(hash: [UInt8]) throws -> PasswordLink? {
        try sql.row(
            "SELECT user_account, purpose, created_at, expires_at FROM password_link WHERE hash = $1", [.blob(hash)]
        ) { row in
            PasswordLink(
                hash: hash, user: try row.id(0), purpose: try row.name(1), createdAt: try row.time(2),
                expiresAt: try row.time(3))
        }
    }

    func passwordLinkCount(of user: ID<User>, since moment: Timestamp) throws -> Int {
        try sql.row(
            "SELECT count(*) FROM password_link WHERE user_account = $1 AND created_at >= $2",
            [.id(user), .time(moment)]
        ) { try $0.number(0) } ?? 0
    }

    func deletePasswordLinks(of user: ID<User>) throws {
        try sql.run("DELETE FROM password_link WHERE user_account = $1", [.id(user)])
    }

    func put(_ mail: PasswordMail) throws {
        try sql.run(
            """
            INSERT INTO password_mail (user_account, purpose, requested_at, due_at, tries) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_account) DO UPDATE SET purpose = excluded.purpose, requested_at = excluded.requested_at,
                due_at = excluded.due_at, tries = excluded.tries
            """,
            [.id(mail.user), .name(mail.purpose), .time(mail.requestedAt), .time(mail.dueAt), .integer(mail.tries)])
    }

    func passwordMail(to user: ID<User>) throws -> PasswordMail? {
        try sql.row(
            "SELECT user_account, purpose, requested_at, due_at, tries FROM password_mail WHERE user_account = $1",
            [.id(user)], readMail)
    }

    func passwordMails(dueBy now: Timestamp, limit: Int) throws -> [PasswordMail] {
        try sql.rows(
            """
            SELECT user_account, purpose, requested_at, due_at, tries FROM password_mail
            WHERE due_at <= $1 ORDER BY due_at LIMIT $2
            """, [.time(now), .integer(limit)], readMail)
    }

    func deletePasswordMail(to user: ID<User>) throws {
        try sql.run("DELETE FROM password_mail WHERE user_account = $1", [.id(user)])
    }

    private func readMail(_ row: any SQLRow) throws -> PasswordMail {
        PasswordMail(
            user: try row.id(0), purpose: try row.name(1), requestedAt: try row.time(2), dueAt: try row.time(3),
            tries: try row.number(4))
    }
}
