import Gateway
import GatewayModel

extension SQLTransaction {
    func wasAnswered(_ conversation: ID<Conversation>) throws -> Bool {
        try sql.row(
            """
            SELECT id FROM message WHERE conversation = $1 AND direction = 'outbound' AND purpose IN ('reply', 'start')
                AND status NOT IN ('refused', 'failed', 'expired', 'canceled') ORDER BY id LIMIT 1
            """, [.id(conversation)]
        ) { _ in true } ?? false
    }

    func insert(_ mail: TranscriptMail) throws {
        try sql.run(
            """
            INSERT INTO transcript_mail (id, conversation, contact_point, address, language, requested_at, due_at, tries,
                state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(mail.id), .id(mail.conversation), .text(mail.contactPoint), .text(mail.address),
                .text(mail.language), .time(mail.requestedAt), .time(mail.dueAt), .integer(mail.tries),
                .name(mail.state),
            ])
    }

    func update(_ mail: TranscriptMail) throws {
        try sql.run(
            "UPDATE transcript_mail SET address = $2, due_at = $3, tries = $4, state = $5 WHERE id = $1",
            [.id(mail.id), .text(mail.address), .time(mail.dueAt), .integer(mail.tries), .name(mail.state)])
    }

    func transcriptMails(of conversation: ID<Conversation>) throws -> [TranscriptMail] {
        try sql.rows(
            """
            SELECT id, conversation, contact_point, address, language, requested_at, due_at, tries, state
            FROM transcript_mail WHERE conversation = $1 ORDER BY id
            """, [.id(conversation)], readTranscriptMail)
    }

    func transcriptMails(dueBy now: Timestamp, limit: Int) throws -> [TranscriptMail] {
        try sql.rows(
            """
            SELECT id, conversation, contact_point, address, language, requested_at, due_at, tries, state
            FROM transcript_mail WHERE due_at <= $1 ORDER BY due_at LIMIT $2
            """, [.time(now), .integer(limit)], readTranscriptMail)
    }

    func transcriptRequests(
        at contactPoint: ContactPointID, since moment: Timestamp
    ) throws -> (count: Int, first: Timestamp?) {
        try sql.row(
            "SELECT count(*), min(requested_at) FROM transcript_mail WHERE contact_point = $1 AND requested_at > $2",
            [.text(contactPoint), .time(moment)]
        ) { (try $0.number(0), $0.optionalTime(1)) } ?? (0, nil)
    }

    func eraseTranscriptMails(of conversation: ID<Conversation>) throws {
        try sql.run("DELETE FROM transcript_mail WHERE conversation = $1", [.id(conversation)])
    }

    private func readTranscriptMail(_ row: any SQLRow) throws -> TranscriptMail {
        TranscriptMail(
            id: try row.id(0), conversation: try row.id(1), contactPoint: try row.contactPoint(2),
            address: row.text(3), language: try row.string(4), requestedAt: try row.time(5),
            dueAt: row.optionalTime(6), tries: try row.number(7), state: try row.name(8))
    }
}
