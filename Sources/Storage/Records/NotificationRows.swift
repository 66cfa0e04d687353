import Gateway
import GatewayModel

extension SQLTransaction {
    func insert(_ notification: Notification, to recipients: [NotificationRecipient]) throws {
        try sql.run(
            """
            INSERT INTO notification (id, contact_point, platform, connection, author, text, recipient_count, units,
                created_at, canceled_at, is_complete)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .id(notification.id), .text(notification.contactPoint), .name(notification.platform),
                .id(notification.connection), .text(notification.author), .text(notification.text),
                .integer(notification.recipientCount), .integer(notification.units), .time(notification.createdAt),
                .time(notification.canceledAt), .flag(notification.isComplete),
            ])
        for recipient in recipients {
            try sql.run(
                """
                INSERT INTO notification_recipient (notification, number, given, address_kind, address, message,
                    reason_code, reason_platform_code, reason)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    .id(notification.id), .integer(recipient.number), .text(recipient.given),
                    .name(recipient.address?.kind), .text(recipient.address?.value),
                ] + columns(recipient.outcome))
        }
    }

    func update(_ notification: Notification) throws {
        try sql.run(
            "UPDATE notification SET canceled_at = $2, is_complete = $3 WHERE id = $1",
            [.id(notification.id), .time(notification.canceledAt), .flag(notification.isComplete)])
    }

    func notification(_ id: ID<Notification>) throws -> Notification? {
        try sql.row(
            """
            SELECT id, contact_point, platform, connection, author, text, recipient_count, units, created_at,
                canceled_at, is_complete
            FROM notification WHERE id = $1
            """, [.id(id)], readNotification)
    }

    func notifications(of contactPoint: ContactPointID, _ page: Page<ID<Notification>>) throws -> [Notification] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, connection, author, text, recipient_count, units, created_at,
                canceled_at, is_complete
            FROM notification WHERE contact_point = $1 AND id < $2 ORDER BY id DESC LIMIT $3
            """, [.text(contactPoint), .integer(page.after?.rawValue ?? .max), .integer(page.limit)], readNotification)
    }

    func incompleteNotifications(limit: Int) throws -> [ID<Notification>] {
        try sql.rows(
            "SELECT id FROM notification WHERE is_complete = 0 ORDER BY id LIMIT $1", [.integer(limit)]
        ) { try $0.id(0) }
    }

    func recipients(of notification: ID<Notification>, _ page: Page<Int>) throws -> [NotificationRecipient] {
        try sql.rows(
            """
            SELECT number, given, address_kind, address, message, reason_code, reason_platform_code, reason
            FROM notification_recipient WHERE notification = $1 AND number > $2 ORDER BY number LIMIT $3
            """, [.id(notification), .integer(page.after ?? -1), .integer(page.limit)], readRecipient)
    }

    func waitingRecipients(of notification: ID<Notification>, limit: Int) throws -> [NotificationRecipient] {
        try sql.rows(
            """
            SELECT number, given, address_kind, address, message, reason_code, reason_platform_code, reason
            FROM notification_recipient WHERE notification = $1 AND message IS NULL AND reason_code IS NULL
            ORDER BY number LIMIT $2
            """, [.id(notification), .integer(limit)], readRecipient)
    }

    func update(_ recipient: NotificationRecipient, of notification: ID<Notification>) throws {
        try sql.run(
            """
            UPDATE notification_recipient SET message = $3, reason_code = $4, reason_platform_code = $5, reason = $6
            WHERE notification = $1 AND number = $2
            """, [.id(notification), .integer(recipient.number)] + columns(recipient.outcome))
    }

    func recipientCounts(of notification: ID<Notification>) throws -> [DeliveryStatus?: Int] {
        let counts = try sql.rows(
            """
            SELECT CASE WHEN recipient.reason_code IS NOT NULL THEN 'refused' ELSE message.status END, count(*)
            FROM notification_recipient AS recipient LEFT JOIN message ON message.id = recipient.message
            WHERE recipient.notification = $1 GROUP BY 1
            """, [.id(notification)]
        ) { row -> (DeliveryStatus?, Int) in (try row.optionalName(0), try row.number(1)) }
        return Dictionary(counts, uniquingKeysWith: +)
    }

    func notification(of message: ID<Message>) throws -> ID<Notification>? {
        try sql.row("SELECT notification FROM notification_recipient WHERE message = $1", [.id(message)]) {
            try $0.id(0)
        }
    }

    func refusals(of customer: Address, _ page: Page<RefusedRecipient.Place>) throws -> [RefusedRecipient] {
        try sql.rows(
            """
            SELECT number, given, address_kind, address, message, reason_code, reason_platform_code, reason, notification
            FROM notification_recipient
            WHERE address = $1 AND address_kind = $2 AND reason_code IS NOT NULL AND (notification, number) > ($3, $4)
            ORDER BY notification, number LIMIT $5
            """,
            [
                .text(customer.value), .name(customer.kind), .integer(page.after?.notification.rawValue ?? 0),
                .integer(page.after?.number ?? 0), .integer(page.limit),
            ]
        ) { RefusedRecipient(notification: try $0.id(8), recipient: try readRecipient($0)) }
    }

    func eraseRefusedRecipients(_ customer: Address) throws {
        let found = try sql.rows(
            """
            SELECT DISTINCT notification FROM notification_recipient
            WHERE address = $1 AND address_kind = $2 AND reason_code IS NOT NULL
            """, [.text(customer.value), .name(customer.kind)]
        ) { row -> ID<Notification> in try row.id(0) }
        try sql.run(
            """
            DELETE FROM notification_recipient
            WHERE address = $1 AND address_kind = $2 AND reason_code IS NOT NULL
            """, [.text(customer.value), .name(customer.kind)])
        for notification in found { try eraseIfNobodyIsLeft(notification) }
    }

    /// What was told to nobody else goes with them.
    func eraseIfNobodyIsLeft(_ notification: ID<Notification>) throws {
        guard try recipients(of: notification, Page(after: nil, limit: 1)).isEmpty else { return }
        try sql.run("DELETE FROM media WHERE notification = $1", [.id(notification)])
        try sql.run("DELETE FROM notification WHERE id = $1", [.id(notification)])
    }

    private func columns(_ outcome: NotificationRecipient.Outcome) -> [SQLValue] {
        switch outcome {
        case .waiting: [.null, .null, .null, .null]
        case .accepted(let message): [.id(message), .null, .null, .null]
        case .refused(let reason):
            [.null, .text(reason.code), .text(reason.platformCode), .text(reason.explanation)]
        }
    }

    private func readNotification(_ row: any SQLRow) throws -> Notification {
        Notification(
            id: try row.id(0), contactPoint: try row.contactPoint(1), platform: try row.platform(2),
            connection: row.optionalID(3), author: try row.string(4), text: row.text(5),
            recipientCount: try row.number(6), units: try row.number(7), createdAt: try row.time(8),
            canceledAt: row.optionalTime(9), isComplete: try row.flag(10))
    }

    private func readRecipient(_ row: any SQLRow) throws -> NotificationRecipient {
        let outcome: NotificationRecipient.Outcome =
            if let message: ID<Message> = row.optionalID(4) {
                .accepted(message)
            } else if let reason = try row.reason(5) {
                .refused(reason)
            } else {
                .waiting
            }
        return NotificationRecipient(
            number: try row.number(0), given: try row.string(1),
            address: row.text(3) == nil ? nil : try row.address(2), outcome: outcome)
    }
}
