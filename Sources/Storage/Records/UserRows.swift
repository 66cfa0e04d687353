import Gateway
import GatewayModel

extension SQLTransaction {
    func user(_ id: ID<User>) throws -> User? {
        try withRoles(
            sql.row(
                """
                SELECT id, email, name, level, state, created_at, password_set_at, last_log_in_at
                FROM user_account WHERE id = $1
                """, [.id(id)], readUser))
    }

    func user(email: String) throws -> User? {
        try withRoles(
            sql.row(
                """
                SELECT id, email, name, level, state, created_at, password_set_at, last_log_in_at
                FROM user_account WHERE email = $1
                """, [.text(email)], readUser))
    }

    func users(_ page: Page<ID<User>>) throws -> [User] {
        try sql.rows(
            """
            SELECT id, email, name, level, state, created_at, password_set_at, last_log_in_at
            FROM user_account WHERE id > $1 ORDER BY id LIMIT $2
            """, [.integer(page.after?.rawValue ?? 0), .integer(page.limit)], readUser
        ).compactMap { try withRoles($0) }
    }

    func insert(_ user: User) throws {
        try sql.run(
            """
            INSERT INTO user_account (id, email, name, level, state, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(user.id), .text(user.email), .text(user.name), .name(user.level), .name(user.state),
                .time(user.createdAt),
            ])
        try setRoles(user.roles, of: user.id)
    }

    func update(_ user: User) throws {
        try sql.run(
            "UPDATE user_account SET email = $2, name = $3, level = $4, state = $5 WHERE id = $1",
            [.id(user.id), .text(user.email), .text(user.name), .name(user.level), .name(user.state)])
        try setRoles(user.roles, of: user.id)
    }

    func hasAdministrator(at now: Timestamp) throws -> Bool {
        try sql.row(
            """
            SELECT EXISTS (
                SELECT 1 FROM user_account
                WHERE level = 'administrator' AND state = 'active' AND password_set_at IS NOT NULL
            ) OR EXISTS (
                SELECT 1 FROM api_key LEFT JOIN user_account ON user_account.id = api_key.user_account
                WHERE api_key.level = 'administrator' AND api_key.revoked_at IS NULL
                    AND (api_key.expires_at IS NULL OR api_key.expires_at > $1)
                    AND (api_key.user_account IS NULL
                        OR user_account.level = 'administrator' AND user_account.state = 'active')
            )
            """, [.time(now)]
        ) { try $0.flag(0) } ?? false
    }

    func setLastLogIn(_ moment: Timestamp, of user: ID<User>) throws {
        try sql.run("UPDATE user_account SET last_log_in_at = $2 WHERE id = $1", [.id(user), .time(moment)])
    }

    private func setRoles(_ roles: [RoleID], of user: ID<User>) throws {
        try sql.run("DELETE FROM user_role WHERE user_account = $1", [.id(user)])
        for role in Set(roles) {
            try sql.run("INSERT INTO user_role (user_account, role) VALUES ($1, $2)", [.id(user), .text(role)])
        }
    }

    private func withRoles(_ user: User?) throws -> User? {
        guard var user else { return nil }
        user.roles = try sql.rows("SELECT role FROM user_role WHERE user_account = $1 ORDER BY role", [.id(user.id)]) {
            try $0.role(0)
        }
        return user
    }

    private func readUser(_ row: any SQLRow) throws -> User {
        User(
            id: try row.id(0), email: row.text(1), name: try row.string(2), level: try row.name(3), roles: [],
            state: try row.name(4), createdAt: try row.time(5), passwordSetAt: row.optionalTime(6),
            lastLogInAt: row.optionalTime(7))
    }
}
