import Gateway
import GatewayModel

extension SQLTransaction {
    func prune(_ kind: RetainedKind, before moment: Timestamp, limit: Int) throws -> Int {
        if kind == .events { try sql.settleEvents() }
        return switch kind {
        case .conversations: try pruneConversations(before: moment, limit: limit)
        case .notifications: try pruneNotifications(before: moment, limit: limit)
        case .attempts: try pruneAttempts(before: moment, limit: limit)
        case .deliveries: try deleteDeliveries(before: moment, limit: limit)
        default: try sql.changedRows(by: Self.statement(kind), [.time(moment), .integer(limit)])
        }
    }

    /// For the kinds whose rows stand alone. Each goes along an index by age, or along the key of a table that grows
    /// with time: from its beginning, and no further than `limit`.
    private static func statement(_ kind: RetainedKind) -> StaticString {
        switch kind {
        case .events:
            """
            DELETE FROM event WHERE position IN (
                SELECT position FROM (SELECT position, at FROM event ORDER BY position LIMIT $2) AS head WHERE at < $1
            ) AND position < (SELECT max(position) FROM event)
            """
        case .audit:
            """
            DELETE FROM audit WHERE position IN (
                SELECT position FROM (SELECT position, at FROM audit ORDER BY position LIMIT $2) AS head WHERE at < $1
            ) AND position < (SELECT max(position) FROM audit)
            """
        case .seenEvents:
            """
            DELETE FROM seen_event WHERE (app, time, id) IN (
                SELECT app, time, id FROM seen_event WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)
            """
        case .unrouted:
            """
            DELETE FROM unrouted WHERE id IN (
                SELECT id FROM (SELECT id, received_at FROM unrouted ORDER BY id LIMIT $2) AS head
                WHERE received_at < $1)
            """
        case .quarantine:
            """
            DELETE FROM quarantine WHERE id IN (
                SELECT id FROM (SELECT id, received_at FROM quarantine ORDER BY id LIMIT $2) AS head
                WHERE received_at < $1)
            """
        case .parkedReports:
            """
            DELETE FROM parked_report WHERE id IN (
                SELECT id FROM parked_report WHERE received_at < $1 ORDER BY received_at LIMIT $2)
            """
        case .keptAnswers:
            """
            DELETE FROM kept_answer WHERE (principal, route, key) IN (
                SELECT principal, route, key FROM kept_answer WHERE at < $1 ORDER BY at LIMIT $2)
            """
        case .traces:
            """
            DELETE FROM call_trace WHERE id IN (
                SELECT id FROM (SELECT id, started_at FROM call_trace ORDER BY id LIMIT $2) AS head
                WHERE started_at < $1)
            """
        case .sessions:
            """
            DELETE FROM session WHERE id IN (
                SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
            """
        case .passwordLinks:
            """
            DELETE FROM password_link WHERE hash IN (
                SELECT hash FROM password_link WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
            """
        case .lastWords:
            """
            DELETE FROM last_word WHERE (connection, address_kind, address) IN (
                SELECT connection, address_kind, address FROM last_word WHERE at < $1 ORDER BY at LIMIT $2)
            """
        case .conversations, .notifications, .attempts, .deliveries:
            preconditionFailure("what other rows belong to is removed with them")
        }
    }

    /// The oldest that may go, message by message, and itself with the last of them.
    private func pruneConversations(before moment: Timestamp, limit: Int) throws -> Int {
        var left = limit
        while left > 0 {
            let found = try sql.row(
                """
                SELECT id, address_kind, address FROM conversation WHERE state = 'closed' AND updated_at < $1
                    AND NOT EXISTS (SELECT 1 FROM message JOIN outbox ON outbox.message = message.id
                        WHERE message.conversation = conversation.id)
                    AND NOT EXISTS (SELECT 1 FROM message WHERE message.conversation = conversation.id
                        AND (message.status_at >= $1 OR message.mark = 'possibleOptOut'))
                    AND NOT EXISTS (SELECT 1 FROM transcript_mail
                        WHERE transcript_mail.conversation = conversation.id AND transcript_mail.due_at IS NOT NULL)
                ORDER BY updated_at LIMIT 1
                """, [.time(moment)]
            ) { row -> (ID<Conversation>, Address) in (try row.id(0), try row.address(1)) }
            guard let (conversation, customer) = found else { break }
            let messages = try sql.rows(
                "SELECT id FROM message WHERE conversation = $1 ORDER BY id LIMIT $2",
                [.id(conversation), .integer(left)]
            ) { row -> ID<Message> in try row.id(0) }
            for message in messages { try erase(message) }
            left -= messages.count
            guard left > 0 else { break }
            try erase(conversation)
            try eraseNameOfNobody(customer)
            left -= 1
        }
        return limit - left
    }

    private func pruneNotifications(before moment: Timestamp, limit: Int) throws -> Int {
        let messages = try sql.rows(
            """
            SELECT id FROM (SELECT id, created_at, status_at FROM message WHERE conversation IS NULL
                    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = message.id)
                ORDER BY id LIMIT $2) AS head
            WHERE created_at < $1 AND status_at < $1
            """, [.time(moment), .integer(limit)]
        ) { row -> ID<Message> in try row.id(0) }
        for message in messages { try erase(message) }
        return messages.count + (try pruneEmptyNotifications(before: moment, limit: limit - messages.count))
    }

    /// One of which something waits stays, and one whose files a message in some conversation still carries.
    private func pruneEmptyNotifications(before moment: Timestamp, limit: Int) throws -> Int {
        var left = limit
        while left > 0 {
            let found = try sql.row(
                """
                SELECT id FROM notification WHERE created_at < $1
                    AND (NOT EXISTS (SELECT 1 FROM media WHERE media.notification = notification.id)
                        OR NOT EXISTS (SELECT 1 FROM notification_recipient AS recipient
                            WHERE recipient.notification = notification.id AND recipient.message IS NOT NULL))
                    AND NOT EXISTS (SELECT 1 FROM notification_recipient AS recipient
                        JOIN outbox ON outbox.message = recipient.message
                        WHERE recipient.notification = notification.id)
                ORDER BY id LIMIT 1
                """, [.time(moment)]
            ) { row -> ID<Notification> in try row.id(0) }
            guard let notification = found else { break }
            left -= try sql.changedRows(
                by: """
                    DELETE FROM notification_recipient WHERE notification = $1 AND number IN (
                        SELECT number FROM notification_recipient WHERE notification = $1 ORDER BY number LIMIT $2)
                    """, [.id(notification), .integer(left)])
            guard left > 0 else { break }
            try eraseIfNobodyIsLeft(notification)
            left -= 1
        }
        return limit - left
    }

    private func pruneAttempts(before moment: Timestamp, limit: Int) throws -> Int {
        try sql.changedRows(
            by: """
                DELETE FROM attempt WHERE id IN (
                    SELECT id FROM (SELECT id, started_at FROM attempt
                            WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = attempt.message)
                        ORDER BY id LIMIT $2) AS head
                    WHERE started_at < $1)
                """, [.time(moment), .integer(limit)])
    }
}
