extension SQLiteSchema {
    /// Who brought an entry of the stop list with a file, and when.
    static let stopList = """
        ALTER TABLE stop_entry ADD COLUMN imported_by TEXT;
        ALTER TABLE stop_entry ADD COLUMN imported_at INTEGER;
        """
}
