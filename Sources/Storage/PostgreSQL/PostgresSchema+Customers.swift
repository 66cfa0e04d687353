extension PostgresSchema {
    /// What other systems call customers.
    static let customers = """
        CREATE TABLE customer (
            address_kind TEXT NOT NULL, address TEXT NOT NULL, external_reference TEXT NOT NULL,
            PRIMARY KEY (address_kind, address)
        );
        CREATE INDEX customer_reference ON customer (external_reference);
        """
}
