extension SQLiteSchema {
    /// What other systems call customers and conversations.
    static let customers = """
        CREATE TABLE customer (
            address_kind TEXT NOT NULL, address TEXT NOT NULL, external_reference TEXT NOT NULL,
            PRIMARY KEY (address_kind, address)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX customer_reference ON customer (external_reference);
        ALTER TABLE conversation ADD COLUMN external_reference TEXT;
        CREATE INDEX conversation_reference ON conversation (external_reference, id)
            WHERE external_reference IS NOT NULL;
        """
}
