import Gateway
import GatewayModel

extension SQLTransaction {
    func role(_ id: RoleID) throws -> Role? {
        try sql.row("SELECT id, label, is_disabled FROM role WHERE id = $1", [.text(id)], readRole)
    }

    func roles() throws -> [Role] {
        try sql.rows("SELECT id, label, is_disabled FROM role ORDER BY id", [], readRole)
    }

    func insert(_ role: Role) throws {
        try sql.run(
            "INSERT INTO role (id, label, is_disabled) VALUES ($1, $2, $3)",
            [.text(role.id), .text(role.label), .flag(role.isDisabled)])
    }

    func update(_ role: Role) throws {
        try sql.run(
            "UPDATE role SET label = $2, is_disabled = $3 WHERE id = $1",
            [.text(role.id), .text(role.label), .flag(role.isDisabled)])
    }

    func apiKey(_ id: ID<APIKey>) throws -> APIKey? {
        try withRoles(
            sql.setting(
                """
                SELECT id, label, level, created_at, expires_at, last_used_at, revoked_at, user_account
                FROM api_key WHERE id = $1
                """, [.id(id)], readKey))
    }

    func apiKey(hash: [UInt8]) throws -> APIKey? {
        try withRoles(
            sql.setting(
                """
                SELECT id, label, level, created_at, expires_at, last_used_at, revoked_at, user_account
                FROM api_key WHERE hash = $1
                """, [.blob(hash)], readKey))
    }

    func apiKeys() throws -> [APIKey] {
        try sql.rows(
            """
            SELECT id, label, level, created_at, expires_at, last_used_at, revoked_at, user_account
            FROM api_key ORDER BY id
            """, [], readKey
        ).compactMap { try withRoles($0) }
    }

    func insert(_ key: APIKey, hash: [UInt8]) throws {
        try sql.run(
            """
            INSERT INTO api_key (id, hash, label, level, created_at, expires_at, user_account)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .id(key.id), .blob(hash), .text(key.label), .name(key.level), .time(key.createdAt),
                .time(key.expiresAt), .id(key.user),
            ])
        try setRoles(key.roles, of: key.id)
    }

    func update(_ key: APIKey) throws {
        try sql.run(
            "UPDATE api_key SET label = $2, level = $3, expires_at = $4, revoked_at = $5 WHERE id = $1",
            [.id(key.id), .text(key.label), .name(key.level), .time(key.expiresAt), .time(key.revokedAt)])
        try setRoles(key.roles, of: key.id)
    }

    func setLastUsed(_ moment: Timestamp, of key: ID<APIKey>) throws {
        try sql.run("UPDATE api_key SET last_used_at = $2 WHERE id = $1", [.id(key), .time(moment)])
    }

    private func setRoles(_ roles: [RoleID], of key: ID<APIKey>) throws {
        try sql.run("DELETE FROM api_key_role WHERE api_key = $1", [.id(key)])
        for role in Set(roles) {
            try sql.run("INSERT INTO api_key_role (api_key, role) VALUES ($1, $2)", [.id(key), .text(role)])
        }
    }

    private func withRoles(_ key: APIKey?) throws -> APIKey? {
        guard var key else { return nil }
        key.roles = try sql.settings("SELECT role FROM api_key_role WHERE api_key = $1 ORDER BY role", [.id(key.id)]) {
            try $0.role(0)
        }
        return key
    }

    private func readRole(_ row: any SQLRow) throws -> Role {
        Role(id: try row.role(0), label: try row.string(1), isDisabled: try row.flag(2))
    }

    private func readKey(_ row: any SQLRow) throws -> APIKey {
        APIKey(
            id: try row.id(0), label: try row.string(1), level: try row.name(2), roles: [],
            user: row.optionalID(7), createdAt: try row.time(3), expiresAt: row.optionalTime(4),
            lastUsedAt: row.optionalTime(5), revokedAt: row.optionalTime(6))
    }
}
