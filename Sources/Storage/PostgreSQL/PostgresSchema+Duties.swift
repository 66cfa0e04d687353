extension PostgresSchema {
    static let duties = """
        CREATE TABLE duty (
            name TEXT PRIMARY KEY, holder BIGINT, fence BIGINT NOT NULL, beat BIGINT NOT NULL
        );
        """
}
