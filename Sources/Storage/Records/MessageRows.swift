import Gateway
import GatewayModel

extension SQLTransaction {
    func message(_ id: ID<Message>) throws -> Message? {
        try sql.row(
            """
            SELECT id, conversation, contact_point, connection, address_kind, address, direction, purpose, author,
                text, media, mark, details, status, reason_code, reason_platform_code, reason, created_at, status_at
            FROM message WHERE id = $1
            """, [.id(id)], readMessage)
    }

    func messages(of conversation: ID<Conversation>, _ page: Page<ID<Message>>) throws -> [Message] {
        try sql.rows(
            """
            SELECT id, conversation, contact_point, connection, address_kind, address, direction, purpose, author,
                text, media, mark, details, status, reason_code, reason_platform_code, reason, created_at, status_at
            FROM message WHERE conversation = $1 AND id > $2 ORDER BY id LIMIT $3
            """, [.id(conversation), .integer(page.after?.rawValue ?? 0), .integer(page.limit)], readMessage)
    }

    func texts(of conversation: ID<Conversation>, contains isRight: (String) -> Bool) throws -> Bool {
        var last = Int64.max
        while true {
            let page = try sql.rows(
                """
                SELECT id, text FROM message WHERE conversation = $1 AND id < $2 ORDER BY id DESC LIMIT 50
                """, [.id(conversation), .integer(last)]
            ) { row in (id: row.integer(0) ?? 0, text: row.text(1)) }
            if page.contains(where: { $0.text.map(isRight) ?? false }) { return true }
            guard page.count == 50, let end = page.last else { return false }
            last = end.id
        }
    }

    func insert(_ message: Message) throws {
        try sql.run(
            """
            INSERT INTO message (id, conversation, contact_point, connection, address_kind, address, direction,
                purpose, author, text, media, mark, details, status, reason_code, reason_platform_code, reason,
                created_at, status_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            [
                .id(message.id), .id(message.conversation), .text(message.contactPoint), .id(message.connection),
                .name(message.customer.kind), .text(message.customer.value), .name(message.direction),
                .name(message.purpose), .text(message.author), .text(message.text), try .json(message.media),
                .name(message.mark), try .json(message.details), .name(message.status),
                .text(message.statusReason?.code), .text(message.statusReason?.platformCode),
                .text(message.statusReason?.explanation), .time(message.createdAt), .time(message.statusAt),
            ])
    }

    func setStatus(_ status: DeliveryStatus, _ reason: StatusReason?, of message: ID<Message>, at: Timestamp) throws {
        try sql.run(
            """
            UPDATE message SET status = $2, reason_code = $3, reason_platform_code = $4, reason = $5, status_at = $6
            WHERE id = $1
            """,
            [
                .id(message), .name(status), .text(reason?.code), .text(reason?.platformCode),
                .text(reason?.explanation), .time(at),
            ])
    }

    func latestMessages(of conversation: ID<Conversation>, limit: Int) throws -> [Message] {
        try sql.rows(
            """
            SELECT id, conversation, contact_point, connection, address_kind, address, direction, purpose, author,
                text, media, mark, details, status, reason_code, reason_platform_code, reason, created_at, status_at
            FROM message WHERE conversation = $1 ORDER BY id DESC LIMIT $2
            """, [.id(conversation), .integer(limit)], readMessage)
    }

    func setContent(_ message: Message) throws {
        try sql.run(
            "UPDATE message SET text = $2, media = $3, details = $4 WHERE id = $1",
            [.id(message.id), .text(message.text), try .json(message.media), try .json(message.details)])
    }

    func setMark(_ mark: Message.Mark, of message: ID<Message>) throws {
        try sql.run("UPDATE message SET mark = $2 WHERE id = $1", [.id(message), .name(mark)])
    }

    func latestNotification(to customer: Address, at contactPoint: ContactPointID) throws -> ID<Message>? {
        try sql.row(
            """
            SELECT id FROM message
            WHERE address = $1 AND contact_point = $2 AND address_kind = $3 AND purpose = 'notification'
                AND conversation IS NULL AND status IN ('sent', 'delivered', 'read', 'sending', 'unknown')
            ORDER BY id DESC LIMIT 1
            """, [.text(customer.value), .text(contactPoint), .name(customer.kind)]
        ) { try $0.id(0) }
    }

    func erase(_ message: ID<Message>) throws {
        let notification = try notification(of: message)
        try deleteMedia(of: message)
        try sql.run("DELETE FROM attempt WHERE message = $1", [.id(message)])
        try sql.run("DELETE FROM part WHERE message = $1", [.id(message)])
        try sql.run("DELETE FROM notification_recipient WHERE message = $1", [.id(message)])
        try sql.run("DELETE FROM message WHERE id = $1", [.id(message)])
        if let notification { try eraseIfNobodyIsLeft(notification) }
    }

    func readMessage(_ row: any SQLRow) throws -> Message {
        Message(
            id: try row.id(0), conversation: row.optionalID(1), contactPoint: try row.contactPoint(2),
            connection: try row.id(3), customer: try row.address(4), direction: try row.name(6),
            purpose: try row.name(7), author: try row.string(8), text: row.text(9), media: try row.json(10, empty: []),
            mark: try row.optionalName(11), details: try row.json(12, empty: [:]), status: try row.name(13),
            statusReason: try row.reason(14), createdAt: try row.time(17), statusAt: try row.time(18))
    }
}
