extension SQLiteSchema {
    /// What people call a connection.
    static let connectionLabels = """
        ALTER TABLE connection ADD COLUMN label TEXT;
        """

    /// The conversations in which somebody may have wished to opt out: few among very many.
    static let possibleOptOuts = """
        CREATE INDEX message_possible_opt_out ON message (conversation) WHERE mark = 'possibleOptOut';
        """
}
