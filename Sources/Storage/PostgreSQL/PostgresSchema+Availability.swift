extension PostgresSchema {
    static let availability = """
        CREATE TABLE availability_rule (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, rules TEXT NOT NULL,
            PRIMARY KEY (contact_point, platform)
        );
        CREATE TABLE agent (
            user_account BIGINT PRIMARY KEY, name TEXT NOT NULL, presence TEXT NOT NULL, since BIGINT,
            capacity BIGINT NOT NULL, ends_with_sessions BIGINT NOT NULL
        );
        CREATE INDEX conversation_waiting ON conversation (contact_point)
            WHERE owner IS NULL AND unanswered_since IS NOT NULL;
        CREATE INDEX conversation_owner ON conversation (owner)
            WHERE owner IS NOT NULL AND state IN ('new', 'active', 'inactive');
        """
}
