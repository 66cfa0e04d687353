extension SQLiteSchema {
    /// Files of messages, what is still to be fetched, and secrets that the gateway makes for itself.
    static let media = """
        CREATE TABLE media (
            id INTEGER PRIMARY KEY, direction TEXT NOT NULL, message INTEGER, position INTEGER NOT NULL,
            source_url TEXT, declared_type TEXT, type TEXT, file_name TEXT, byte_count INTEGER, hash BLOB,
            state TEXT NOT NULL, reason_code TEXT, reason_platform_code TEXT, reason TEXT, created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX media_message ON media (message, position) WHERE message IS NOT NULL;
        CREATE INDEX media_unused ON media (id) WHERE message IS NULL;
        CREATE TABLE media_fetch (
            media INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, is_leased INTEGER NOT NULL, tries INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX media_fetch_due ON media_fetch (due_at);
        CREATE TABLE own_secret (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
        """
}
