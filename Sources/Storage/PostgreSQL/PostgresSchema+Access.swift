extension PostgresSchema {
    /// Users, roles and keys.
    static let access = """
        CREATE TABLE role (
            id TEXT PRIMARY KEY, label TEXT NOT NULL, is_disabled BIGINT NOT NULL
        );
        CREATE TABLE user_account (
            id BIGINT PRIMARY KEY, email TEXT UNIQUE, name TEXT NOT NULL, level TEXT NOT NULL, state TEXT NOT NULL,
            created_at BIGINT NOT NULL, password TEXT, password_set_at BIGINT, last_log_in_at BIGINT
        );
        CREATE TABLE user_role (
            user_account BIGINT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (user_account, role)
        );
        CREATE TABLE api_key (
            id BIGINT PRIMARY KEY, hash BYTEA NOT NULL UNIQUE, label TEXT NOT NULL, level TEXT NOT NULL,
            created_at BIGINT NOT NULL, expires_at BIGINT, last_used_at BIGINT, revoked_at BIGINT,
            user_account BIGINT
        );
        CREATE TABLE api_key_role (
            api_key BIGINT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (api_key, role)
        );
        """
}
