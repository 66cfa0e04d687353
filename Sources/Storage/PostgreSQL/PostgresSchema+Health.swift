extension PostgresSchema {
    /// Checklists, what was missed, and whether the store can be written to.
    static let health = """
        CREATE TABLE checklist (
            connection BIGINT PRIMARY KEY, due_at BIGINT NOT NULL, started_at BIGINT NOT NULL,
            overall TEXT NOT NULL, since BIGINT NOT NULL, items TEXT
        );
        CREATE TABLE webhook_health (
            app BIGINT PRIMARY KEY, rejected BIGINT NOT NULL, rejected_at BIGINT
        );
        CREATE TABLE heartbeat (id BIGINT PRIMARY KEY, at BIGINT NOT NULL);
        CREATE TABLE missed_period (connection BIGINT PRIMARY KEY, since BIGINT NOT NULL);
        """

    /// How often something was noted as missed: again, where webhooks are refused while it is asked for.
    static let refusedWebhooks = """
        ALTER TABLE missed_period ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
        """

    static let challenges = """
        CREATE TABLE challenge (app BIGINT PRIMARY KEY, answered_at BIGINT NOT NULL);
        """

    static let operation = """
        CREATE TABLE write_probe (id BIGINT PRIMARY KEY, at BIGINT NOT NULL);
        """

    /// How far readers of the event log have come, and alerts that wait to be mailed.
    static let alerts = """
        CREATE TABLE reader_position (name TEXT PRIMARY KEY, position BIGINT NOT NULL);
        CREATE TABLE alert (
            id BIGINT PRIMARY KEY, at BIGINT NOT NULL, subject TEXT NOT NULL, headline TEXT NOT NULL,
            text TEXT NOT NULL
        );
        CREATE TABLE alert_subject (name TEXT PRIMARY KEY, troubles TEXT, mailed_at BIGINT);
        """
}
