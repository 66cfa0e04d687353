extension SQLiteSchema {
    /// Checklists, what was missed, and connecting under way.
    ///
    /// The index serves the facts of a connection: its last inbound message, and the latest of those it sent.
    static let health = """
        CREATE TABLE checklist (
            connection INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, started_at INTEGER NOT NULL,
            overall TEXT NOT NULL, since INTEGER NOT NULL, items TEXT
        ) STRICT;
        CREATE TABLE webhook_health (
            app INTEGER PRIMARY KEY, rejected INTEGER NOT NULL, rejected_at INTEGER
        ) STRICT;
        CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE TABLE missed_period (connection INTEGER PRIMARY KEY, since INTEGER NOT NULL) STRICT;
        CREATE TABLE connecting_session (
            id INTEGER PRIMARY KEY, principal TEXT NOT NULL, expires_at INTEGER NOT NULL, turn INTEGER NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT;
        CREATE INDEX message_connection ON message (connection, direction, id);
        """

    /// How often something was noted as missed: again, where webhooks are refused while it is asked for.
    static let refusedWebhooks = """
        ALTER TABLE missed_period ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
        """

    /// When a platform last saw that we hold an app's secret.
    static let challenges = """
        CREATE TABLE challenge (app INTEGER PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
        """
}
