extension SQLiteSchema {
    /// What administrators chose for clients that the gateway serves itself.
    static let clientSettings = """
        CREATE TABLE client_settings (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, document TEXT NOT NULL, version INTEGER NOT NULL,
            PRIMARY KEY (contact_point, platform)
        ) STRICT, WITHOUT ROWID;
        """
}
