extension PostgresSchema {
    /// Transcripts that were asked for by mail.
    static let transcripts = """
        CREATE TABLE transcript_mail (
            id BIGINT PRIMARY KEY, conversation BIGINT NOT NULL, contact_point TEXT NOT NULL, address TEXT,
            language TEXT NOT NULL, requested_at BIGINT NOT NULL, due_at BIGINT, tries BIGINT NOT NULL,
            state TEXT NOT NULL
        );
        CREATE INDEX transcript_mail_conversation ON transcript_mail (conversation, id);
        CREATE INDEX transcript_mail_contact_point ON transcript_mail (contact_point, requested_at);
        CREATE INDEX transcript_mail_due ON transcript_mail (due_at) WHERE due_at IS NOT NULL;
        """
}
