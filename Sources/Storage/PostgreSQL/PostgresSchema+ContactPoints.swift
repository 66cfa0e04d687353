extension PostgresSchema {
    /// Contact points, and who may do what at them.
    static let contactPoints = """
        CREATE TABLE contact_point (
            id TEXT PRIMARY KEY, label TEXT NOT NULL, language TEXT NOT NULL, time_zone TEXT NOT NULL,
            region TEXT NOT NULL, unproven_sends TEXT NOT NULL, stop_words TEXT, start_words TEXT, help_words TEXT,
            yes_means_start BIGINT NOT NULL, stop_reply TEXT, start_reply TEXT, help_reply TEXT, archived_at BIGINT
        );
        CREATE TABLE contact_point_role (
            contact_point TEXT NOT NULL, "right" TEXT NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (contact_point, "right", role)
        );
        CREATE TABLE sending_window (contact_point TEXT PRIMARY KEY, hours TEXT NOT NULL);
        """
}
