extension SQLiteSchema {
    /// Connections that do not send, and what sends in their place.
    static let sending = """
        ALTER TABLE connection ADD COLUMN sending_mode TEXT NOT NULL DEFAULT 'standard';
        ALTER TABLE connection ADD COLUMN diverts_to INTEGER;
        """
}
