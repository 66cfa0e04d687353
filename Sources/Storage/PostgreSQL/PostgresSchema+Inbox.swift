extension PostgresSchema {
    static let connectionLabels = """
        ALTER TABLE connection ADD COLUMN label TEXT;
        """

    static let possibleOptOuts = """
        CREATE INDEX message_possible_opt_out ON message (conversation) WHERE mark = 'possibleOptOut';
        """
}
