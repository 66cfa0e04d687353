extension PostgresSchema {
    static let clientSettings = """
        CREATE TABLE client_settings (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, document TEXT NOT NULL, version BIGINT NOT NULL,
            PRIMARY KEY (contact_point, platform)
        );
        """
}
