extension PostgresSchema {
    static let conversations = """
        CREATE TABLE conversation (
            id BIGINT PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, connection BIGINT NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL, owner TEXT,
            answers_notification BIGINT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
            external_reference TEXT, unanswered_since BIGINT, is_overdue BIGINT NOT NULL DEFAULT 0,
            silence_message BIGINT, silence_since BIGINT, inactive_since BIGINT, due_at BIGINT
        );
        CREATE UNIQUE INDEX conversation_open ON conversation (contact_point, platform, address_kind, address)
            WHERE state <> 'closed';
        CREATE INDEX conversation_customer ON conversation (address, contact_point, id);
        CREATE INDEX conversation_closed ON conversation (updated_at) WHERE state = 'closed';
        CREATE INDEX conversation_reference ON conversation (external_reference, id)
            WHERE external_reference IS NOT NULL;
        CREATE INDEX conversation_due ON conversation (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX conversation_desk ON conversation (id) WHERE state <> 'closed';
        """

    /// What is set of timers, and which conversations are still to be looked at.
    static let timers = """
        CREATE TABLE timer_setting (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, response_seconds BIGINT, inactive_seconds BIGINT,
            close_seconds BIGINT, PRIMARY KEY (contact_point, platform)
        );
        CREATE TABLE retiming (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, address_kind TEXT, address TEXT,
            PRIMARY KEY (contact_point, platform)
        );
        """

    /// By a condition of its own: any index whose condition fits may be taken for the question which conversation of a
    /// customer is open, and this one reads all that are.
    static let openDesk = """
        DROP INDEX conversation_desk;
        CREATE INDEX conversation_desk ON conversation (id) WHERE state IN ('new', 'active', 'inactive');
        """
}
