extension SQLiteSchema {
    /// When a part was first reported on, so that silence can be told from a platform that says no more than `sent`.
    static let reported = "ALTER TABLE part ADD COLUMN reported_at INTEGER;"
}
