extension PostgresSchema {
    static let lastWords = """
        CREATE TABLE last_word (
            connection BIGINT NOT NULL, address_kind TEXT NOT NULL, address TEXT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (connection, address_kind, address)
        );
        CREATE INDEX last_word_customer ON last_word (address, address_kind);
        CREATE INDEX last_word_age ON last_word (at);
        """
}
