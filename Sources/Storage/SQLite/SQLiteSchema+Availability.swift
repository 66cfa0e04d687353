extension SQLiteSchema {
    /// Rules of availability, and who is there to answer. An agent's name is the one that conversations have as their
    /// owner's.
    ///
    /// A conversation that is closed has no customer who waits. Both indexes have conditions of their own, so that
    /// PostgreSQL takes them for no other question.
    static let availability = """
        CREATE TABLE availability_rule (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, rules TEXT NOT NULL,
            PRIMARY KEY (contact_point, platform)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE agent (
            user_account INTEGER PRIMARY KEY, name TEXT NOT NULL, presence TEXT NOT NULL, since INTEGER,
            capacity INTEGER NOT NULL, ends_with_sessions INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX conversation_waiting ON conversation (contact_point)
            WHERE owner IS NULL AND unanswered_since IS NOT NULL;
        CREATE INDEX conversation_owner ON conversation (owner)
            WHERE owner IS NOT NULL AND state IN ('new', 'active', 'inactive');
        """
}
