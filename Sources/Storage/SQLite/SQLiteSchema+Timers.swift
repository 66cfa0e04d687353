extension SQLiteSchema {
    /// What is set of timers, the clocks of conversations, and which of those are still to be looked at.
    ///
    /// The conversations that are open get the clocks they would have had, and are looked at once. That a conversation
    /// changed its state was one kind of event; now each state has one.
    static let timers = """
        CREATE TABLE timer_setting (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, response_seconds INTEGER, inactive_seconds INTEGER,
            close_seconds INTEGER, PRIMARY KEY (contact_point, platform)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE retiming (
            contact_point TEXT NOT NULL, platform TEXT NOT NULL, address_kind TEXT, address TEXT,
            PRIMARY KEY (contact_point, platform)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE conversation ADD COLUMN unanswered_since INTEGER;
        ALTER TABLE conversation ADD COLUMN is_overdue INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE conversation ADD COLUMN silence_message INTEGER;
        ALTER TABLE conversation ADD COLUMN silence_since INTEGER;
        ALTER TABLE conversation ADD COLUMN inactive_since INTEGER;
        ALTER TABLE conversation ADD COLUMN due_at INTEGER;
        CREATE INDEX conversation_due ON conversation (due_at) WHERE due_at IS NOT NULL;
        UPDATE conversation SET due_at = 0,
            inactive_since = CASE WHEN state = 'inactive' THEN updated_at END,
            unanswered_since = (
                SELECT min(message.created_at) FROM message
                WHERE message.conversation = conversation.id AND message.direction = 'inbound'
                    AND (message.mark IS NULL OR message.mark NOT IN ('stop', 'start', 'help'))
                    AND message.id > coalesce((SELECT max(answer.id) FROM message AS answer
                        WHERE answer.conversation = conversation.id AND answer.purpose IN ('reply', 'start')), 0))
        WHERE state <> 'closed';
        UPDATE event SET kind = CASE value WHEN 'inactive' THEN 'conversation.inactive'
                WHEN 'closed' THEN 'conversation.closed' ELSE 'conversation.activated' END, value = NULL
        WHERE kind = 'conversation.stateChanged';
        UPDATE subscriber SET kinds = replace(kinds, '"conversation.stateChanged"',
            '"conversation.activated","conversation.inactive","conversation.closed"');
        """
}
