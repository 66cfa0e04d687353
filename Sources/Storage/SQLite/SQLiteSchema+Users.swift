extension SQLiteSchema {
    /// People, and the keys that act for them. `user` is a word of PostgreSQL's own.
    static let users = """
        CREATE TABLE user_account (
            id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT NOT NULL, level TEXT NOT NULL, state TEXT NOT NULL,
            created_at INTEGER NOT NULL, password TEXT, password_set_at INTEGER, last_log_in_at INTEGER
        ) STRICT;
        CREATE TABLE user_role (
            user_account INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (user_account, role)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE api_key ADD COLUMN user_account INTEGER;
        """
}
