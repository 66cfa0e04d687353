extension SQLiteSchema {
    /// What platforms call customers, and who is still to be asked for.
    static let customerNames = """
        CREATE TABLE customer_name (
            address_kind TEXT NOT NULL, address TEXT NOT NULL, connection INTEGER NOT NULL, name TEXT,
            said_at INTEGER, due_at INTEGER, is_leased INTEGER NOT NULL, tries INTEGER NOT NULL,
            PRIMARY KEY (address_kind, address)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX customer_name_due ON customer_name (due_at) WHERE due_at IS NOT NULL;
        """
}
