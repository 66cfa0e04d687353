extension PostgresSchema {
    /// What other systems call customers.
    static let customers = """
        CREATE TABLE customer (
            address_kind TEXT NOT NULL, address TEXT NOT NULL, external_reference TEXT NOT NULL,
            PRIMARY KEY (address_kind, address)
        );
        CREATE INDEX customer_reference ON customer (external_reference);
        """

    static let customerNames = """
        CREATE TABLE customer_name (
            address_kind TEXT NOT NULL, address TEXT NOT NULL, connection BIGINT NOT NULL, name TEXT,
            said_at BIGINT, due_at BIGINT, is_leased BIGINT NOT NULL, tries BIGINT NOT NULL,
            PRIMARY KEY (address_kind, address)
        );
        CREATE INDEX customer_name_due ON customer_name (due_at) WHERE due_at IS NOT NULL;
        """
}
