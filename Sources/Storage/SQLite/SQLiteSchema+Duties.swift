extension SQLiteSchema {
    /// What one node at a time does. Empty where one process has the file for itself.
    static let duties = """
        CREATE TABLE duty (
            name TEXT PRIMARY KEY, holder INTEGER, fence INTEGER NOT NULL, beat INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
