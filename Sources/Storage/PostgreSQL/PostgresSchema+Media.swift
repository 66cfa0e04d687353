extension PostgresSchema {
    /// Files of messages, and secrets that the gateway makes for itself.
    static let media = """
        CREATE TABLE media (
            id BIGINT PRIMARY KEY, direction TEXT NOT NULL, message BIGINT, position BIGINT NOT NULL,
            source_url TEXT, declared_type TEXT, type TEXT, file_name TEXT, byte_count BIGINT, hash BYTEA,
            state TEXT NOT NULL, reason_code TEXT, reason_platform_code TEXT, reason TEXT, created_at BIGINT NOT NULL,
            notification BIGINT
        );
        CREATE INDEX media_message ON media (message, position) WHERE message IS NOT NULL;
        CREATE INDEX media_notification ON media (notification, position) WHERE notification IS NOT NULL;
        CREATE INDEX media_unused ON media (id) WHERE message IS NULL AND notification IS NULL;
        CREATE TABLE media_fetch (
            media BIGINT PRIMARY KEY, due_at BIGINT NOT NULL, is_leased BIGINT NOT NULL, tries BIGINT NOT NULL
        );
        CREATE INDEX media_fetch_due ON media_fetch (due_at);
        CREATE TABLE own_secret (id BIGINT PRIMARY KEY, sealed BYTEA NOT NULL);
        """

    /// The bytes of files, where they are kept here, and which place holds them.
    static let blobs = """
        CREATE TABLE blob (
            name TEXT PRIMARY KEY, content BIGINT NOT NULL, byte_count BIGINT NOT NULL
        );
        CREATE TABLE blob_chunk (
            content BIGINT NOT NULL, number BIGINT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (content, number)
        );
        CREATE TABLE loose_content (id BIGINT PRIMARY KEY, is_given_up BIGINT NOT NULL);
        CREATE TABLE blob_place (id BIGINT PRIMARY KEY, place TEXT NOT NULL);
        """
}
