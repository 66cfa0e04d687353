extension SQLiteSchema {
    /// Transcripts that were asked for by mail.
    static let transcripts = """
        CREATE TABLE transcript_mail (
            id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, contact_point TEXT NOT NULL, address TEXT,
            language TEXT NOT NULL, requested_at INTEGER NOT NULL, due_at INTEGER, tries INTEGER NOT NULL,
            state TEXT NOT NULL
        ) STRICT;
        CREATE INDEX transcript_mail_conversation ON transcript_mail (conversation, id);
        CREATE INDEX transcript_mail_contact_point ON transcript_mail (contact_point, requested_at);
        CREATE INDEX transcript_mail_due ON transcript_mail (due_at) WHERE due_at IS NOT NULL;
        """
}
