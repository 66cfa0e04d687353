extension SQLiteSchema {
    /// Sessions, links that set a password, mails that bring them, and second factors.
    static let logIns = """
        CREATE TABLE session (
            id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, user_account INTEGER NOT NULL,
            created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, address TEXT, agent TEXT
        ) STRICT;
        CREATE INDEX session_user ON session (user_account, id);
        CREATE INDEX session_age ON session (expires_at);
        CREATE TABLE password_link (
            hash BLOB PRIMARY KEY, user_account INTEGER NOT NULL, purpose TEXT NOT NULL, created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX password_link_user ON password_link (user_account, created_at);
        CREATE INDEX password_link_age ON password_link (expires_at);
        CREATE TABLE password_mail (
            user_account INTEGER PRIMARY KEY, purpose TEXT NOT NULL, requested_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL, tries INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX password_mail_due ON password_mail (due_at);
        CREATE TABLE second_factor (
            user_account INTEGER PRIMARY KEY, sealed BLOB NOT NULL, confirmed_at INTEGER, last_step INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE recovery_code (
            user_account INTEGER NOT NULL, hash BLOB NOT NULL, is_used INTEGER NOT NULL,
            PRIMARY KEY (user_account, hash)
        ) STRICT, WITHOUT ROWID;
        """
}
