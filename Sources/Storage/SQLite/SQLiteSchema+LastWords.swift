extension SQLiteSchema {
    /// When customers last said something, on platforms that let nothing out long after it.
    static let lastWords = """
        CREATE TABLE last_word (
            connection INTEGER NOT NULL, address_kind TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (connection, address_kind, address)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX last_word_customer ON last_word (address, address_kind);
        CREATE INDEX last_word_age ON last_word (at);
        """
}
