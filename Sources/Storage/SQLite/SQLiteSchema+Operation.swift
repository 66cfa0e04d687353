extension SQLiteSchema {
    /// A row to write when somebody asks whether the store can; indexes by age, for whatever is kept for a time only.
    static let operation = """
        CREATE TABLE write_probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE INDEX seen_event_age ON seen_event (seen_at);
        CREATE INDEX conversation_closed ON conversation (updated_at) WHERE state = 'closed';
        CREATE INDEX message_loose ON message (id) WHERE conversation IS NULL;
        """
}
