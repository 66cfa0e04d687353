import Gateway
import GatewayModel

extension SQLTransaction {
    func conversation(_ id: ID<Conversation>) throws -> Conversation? {
        try sql.row(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation WHERE id = $1
            """, [.id(id)], readConversation)
    }

    func openConversation(
        of customer: Address, at contactPoint: ContactPointID, on platform: Platform
    ) throws -> Conversation? {
        try sql.row(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation
            WHERE contact_point = $1 AND platform = $2 AND address_kind = $3 AND address = $4 AND state <> 'closed'
            """, [.text(contactPoint), .name(platform), .name(customer.kind), .text(customer.value)], readConversation)
    }

    func latestConversation(
        of customer: Address, at contactPoint: ContactPointID, on platform: Platform
    ) throws -> Conversation? {
        try sql.row(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation
            WHERE address = $4 AND contact_point = $1 AND platform = $2 AND address_kind = $3
            ORDER BY id DESC LIMIT 1
            """, [.text(contactPoint), .name(platform), .name(customer.kind), .text(customer.value)], readConversation)
    }

    func insert(_ conversation: Conversation) throws {
        try sql.run(
            """
            INSERT INTO conversation (id, contact_point, platform, connection, address_kind, address, state, owner,
                answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                silence_message, silence_since, inactive_since, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """,
            [
                .id(conversation.id), .text(conversation.contactPoint), .name(conversation.platform),
                .id(conversation.connection), .name(conversation.customer.kind), .text(conversation.customer.value),
                .name(conversation.state), .text(conversation.owner), .id(conversation.answersNotification),
                .time(conversation.createdAt), .time(conversation.updatedAt), .text(conversation.externalReference),
            ] + columns(conversation.clocks))
    }

    func update(_ conversation: Conversation) throws {
        try sql.run(
            """
            UPDATE conversation SET connection = $2, state = $3, owner = $4, updated_at = $5, external_reference = $6,
                unanswered_since = $7, is_overdue = $8, silence_message = $9, silence_since = $10,
                inactive_since = $11, due_at = $12
            WHERE id = $1
            """,
            [
                .id(conversation.id), .id(conversation.connection), .name(conversation.state),
                .text(conversation.owner), .time(conversation.updatedAt), .text(conversation.externalReference),
            ] + columns(conversation.clocks))
    }

    func conversations(_ filter: ConversationFilter, _ page: Page<ID<Conversation>>) throws -> [Conversation] {
        try sql.rows(Self.statement(filter), parameters(filter, page), readConversation)
    }

    /// The last message is looked up, not written down: that would cost each message a second row.
    func openConversations(
        bySpeech filter: ConversationFilter, _ page: Page<ID<Message>>
    ) throws -> [(conversation: Conversation, last: ID<Message>)] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner,
                answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                silence_message, silence_since, inactive_since, due_at, last_said
            FROM (
                SELECT conversation.*, coalesce(
                    (SELECT max(message.id) FROM message WHERE message.conversation = conversation.id),
                    conversation.id) AS last_said
                FROM conversation
                WHERE state IN ('new', 'active', 'inactive') AND contact_point = coalesce($2, contact_point)
                    AND state = coalesce($3, state) AND coalesce($4, 1) = 1
                    AND platform = coalesce($5, platform) AND coalesce(owner, '') = coalesce($6, owner, '')
                    AND address_kind = coalesce($7, address_kind) AND address = coalesce($8, address)
                    AND (CAST($9 AS TEXT) IS NULL OR external_reference = $9) AND ($11 = 0 OR is_overdue = 1)
                    AND ($12 = 0 OR EXISTS (
                        SELECT 1 FROM message WHERE message.conversation = conversation.id AND mark = 'possibleOptOut'))
            ) AS open_conversation
            WHERE last_said < $1 ORDER BY last_said DESC LIMIT $10
            """, parameters(filter, page)
        ) { (conversation: try readConversation($0), last: try $0.id(18)) }
    }

    private func parameters<Noun>(_ filter: ConversationFilter, _ page: Page<ID<Noun>>) -> [SQLValue] {
        let owner: String? =
            switch filter.owner {
            case .nobody: ""
            case .principal(let name): name
            case nil: nil
            }
        return [
            .integer(page.after?.rawValue ?? .max), .text(filter.contactPoint?.rawValue), .name(filter.state),
            filter.isOpen.map { .flag($0) } ?? .null, .name(filter.platform), .text(owner),
            .name(filter.customer?.kind), .text(filter.customer?.value), .text(filter.externalReference),
            .integer(page.limit), .flag(filter.isOverdue), .flag(filter.mayOptOut),
        ]
    }

    /// The same conditions over what narrows most: a reference, a customer, what is open. Each is an index.
    private static func statement(_ filter: ConversationFilter) -> StaticString {
        if filter.externalReference != nil {
            return """
                SELECT id, contact_point, platform, connection, address_kind, address, state, owner,
                    answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                    silence_message, silence_since, inactive_since, due_at
                FROM conversation
                WHERE external_reference = $9 AND id < $1 AND contact_point = coalesce($2, contact_point)
                    AND state = coalesce($3, state)
                    AND (CAST($4 AS BIGINT) IS NULL OR (state <> 'closed') = ($4 = 1))
                    AND platform = coalesce($5, platform) AND coalesce(owner, '') = coalesce($6, owner, '')
                    AND address_kind = coalesce($7, address_kind) AND address = coalesce($8, address)
                    AND ($11 = 0 OR is_overdue = 1)
                    AND ($12 = 0 OR id IN (SELECT conversation FROM message WHERE mark = 'possibleOptOut'))
                ORDER BY id DESC LIMIT $10
                """
        }
        if filter.customer != nil {
            return """
                SELECT id, contact_point, platform, connection, address_kind, address, state, owner,
                    answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                    silence_message, silence_since, inactive_since, due_at
                FROM conversation
                WHERE address = $8 AND address_kind = $7 AND id < $1 AND contact_point = coalesce($2, contact_point)
                    AND state = coalesce($3, state)
                    AND (CAST($4 AS BIGINT) IS NULL OR (state <> 'closed') = ($4 = 1))
                    AND platform = coalesce($5, platform) AND coalesce(owner, '') = coalesce($6, owner, '')
                    AND CAST($9 AS TEXT) IS NULL
                    AND ($11 = 0 OR is_overdue = 1)
                    AND ($12 = 0 OR id IN (SELECT conversation FROM message WHERE mark = 'possibleOptOut'))
                ORDER BY id DESC LIMIT $10
                """
        }
        if filter.isOpen == true || filter.state?.isOpen == true {
            return """
                SELECT id, contact_point, platform, connection, address_kind, address, state, owner,
                    answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                    silence_message, silence_since, inactive_since, due_at
                FROM conversation
                WHERE state IN ('new', 'active', 'inactive') AND id < $1
                    AND contact_point = coalesce($2, contact_point)
                    AND state = coalesce($3, state) AND coalesce($4, 1) = 1
                    AND platform = coalesce($5, platform) AND coalesce(owner, '') = coalesce($6, owner, '')
                    AND coalesce($7, $8, $9) IS NULL
                    AND ($11 = 0 OR is_overdue = 1)
                    AND ($12 = 0 OR id IN (SELECT conversation FROM message WHERE mark = 'possibleOptOut'))
                ORDER BY id DESC LIMIT $10
                """
        }
        return """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner,
                answers_notification, created_at, updated_at, external_reference, unanswered_since, is_overdue,
                silence_message, silence_since, inactive_since, due_at
            FROM conversation
            WHERE id < $1 AND contact_point = coalesce($2, contact_point)
                AND state = coalesce($3, state)
                AND (CAST($4 AS BIGINT) IS NULL OR (state <> 'closed') = ($4 = 1))
                AND platform = coalesce($5, platform) AND coalesce(owner, '') = coalesce($6, owner, '')
                AND coalesce($7, $8, $9) IS NULL
                AND ($11 = 0 OR is_overdue = 1)
                AND ($12 = 0 OR id IN (SELECT conversation FROM message WHERE mark = 'possibleOptOut'))
            ORDER BY id DESC LIMIT $10
            """
    }

    func erase(_ conversation: ID<Conversation>) throws {
        try eraseTranscriptMails(of: conversation)
        try sql.run("DELETE FROM conversation WHERE id = $1", [.id(conversation)])
    }

    func readConversation(_ row: any SQLRow) throws -> Conversation {
        Conversation(
            id: try row.id(0), contactPoint: try row.contactPoint(1), platform: try row.platform(2),
            connection: try row.id(3), customer: try row.address(4), state: try row.name(6), owner: row.text(7),
            answersNotification: row.optionalID(8), externalReference: row.text(11), clocks: try readClocks(row),
            createdAt: try row.time(9), updatedAt: try row.time(10))
    }

    private func readClocks(_ row: any SQLRow) throws -> ConversationClocks {
        ConversationClocks(
            unansweredSince: row.optionalTime(12), isOverdue: try row.flag(13),
            silence: try row.optionalTime(15).map { LastWord(message: try row.id(14), at: $0) },
            inactiveSince: row.optionalTime(16), dueAt: row.optionalTime(17))
    }

    private func columns(_ clocks: ConversationClocks) -> [SQLValue] {
        [
            .time(clocks.unansweredSince), .flag(clocks.isOverdue), .id(clocks.silence?.message),
            .time(clocks.silence?.at), .time(clocks.inactiveSince), .time(clocks.dueAt),
        ]
    }
}
