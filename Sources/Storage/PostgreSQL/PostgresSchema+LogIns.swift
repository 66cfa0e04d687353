extension PostgresSchema {
    /// Sessions, links that set a password, mails that bring them, and second factors. `session_user` is a word of
    /// PostgreSQL's own.
    static let logIns = """
        CREATE TABLE session (
            id BIGINT PRIMARY KEY, hash BYTEA NOT NULL UNIQUE, user_account BIGINT NOT NULL,
            created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, address TEXT, agent TEXT
        );
        CREATE INDEX "session_user" ON session (user_account, id);
        CREATE INDEX session_age ON session (expires_at);
        CREATE TABLE password_link (
            hash BYTEA PRIMARY KEY, user_account BIGINT NOT NULL, purpose TEXT NOT NULL, created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        );
        CREATE INDEX password_link_user ON password_link (user_account, created_at);
        CREATE INDEX password_link_age ON password_link (expires_at);
        CREATE TABLE password_mail (
            user_account BIGINT PRIMARY KEY, purpose TEXT NOT NULL, requested_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL, tries BIGINT NOT NULL
        );
        CREATE INDEX password_mail_due ON password_mail (due_at);
        CREATE TABLE second_factor (
            user_account BIGINT PRIMARY KEY, sealed BYTEA NOT NULL, confirmed_at BIGINT, last_step BIGINT NOT NULL
        );
        CREATE TABLE recovery_code (
            user_account BIGINT NOT NULL, hash BYTEA NOT NULL, is_used BIGINT NOT NULL,
            PRIMARY KEY (user_account, hash)
        );
        """
}
