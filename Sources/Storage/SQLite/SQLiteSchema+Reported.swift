extension SQLiteSchema {
    /// The answers that a part offers.
    static let quickReplies = "ALTER TABLE part ADD COLUMN quick_replies TEXT;"

    /// When a part was first reported on, so that silence can be told from a platform that says no more than `sent`.
    static let reported = "ALTER TABLE part ADD COLUMN reported_at INTEGER;"
}
