import ConnectorKit
import Gateway
import GatewayModel

extension SQLTransaction {
    func customer(_ address: Address) throws -> Customer? {
        let known = try sql.row(
            """
            SELECT (SELECT external_reference FROM customer WHERE address_kind = $1 AND address = $2),
                (SELECT name FROM customer_name WHERE address_kind = $1 AND address = $2)
            """, [.name(address.kind), .text(address.value)]
        ) { ($0.text(0), $0.text(1)) }
        guard let (reference, name) = known, reference != nil || name != nil else { return nil }
        return Customer(
            address: address, externalReference: reference, name: name.flatMap(CustomerName.init))
    }

    func customers(externalReference: String, limit: Int) throws -> [Customer] {
        try sql.rows(
            """
            SELECT customer.address_kind, customer.address, customer.external_reference, customer_name.name
            FROM customer LEFT JOIN customer_name ON customer_name.address_kind = customer.address_kind
                AND customer_name.address = customer.address
            WHERE customer.external_reference = $1 ORDER BY customer.address_kind, customer.address LIMIT $2
            """, [.text(externalReference), .integer(limit)]
        ) {
            Customer(
                address: try $0.address(0), externalReference: $0.text(2),
                name: $0.text(3).flatMap(CustomerName.init))
        }
    }

    func put(_ customer: Customer) throws {
        guard let reference = customer.externalReference else {
            try sql.run(
                "DELETE FROM customer WHERE address_kind = $1 AND address = $2",
                [.name(customer.address.kind), .text(customer.address.value)])
            return
        }
        try sql.run(
            """
            INSERT INTO customer (address_kind, address, external_reference) VALUES ($1, $2, $3)
            ON CONFLICT (address_kind, address) DO UPDATE SET external_reference = excluded.external_reference
            """, [.name(customer.address.kind), .text(customer.address.value), .text(reference)])
    }

    func conversations(of customer: Address, _ page: Page<ID<Conversation>>) throws -> [Conversation] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation WHERE address = $1 AND address_kind = $2 AND id > $3 ORDER BY id LIMIT $4
            """,
            [
                .text(customer.value), .name(customer.kind), .integer(page.after?.rawValue ?? 0), .integer(page.limit),
            ], readConversation)
    }

    func looseMessages(to customer: Address, _ page: Page<ID<Message>>) throws -> [Message] {
        try sql.rows(
            """
            SELECT id, conversation, contact_point, connection, address_kind, address, direction, purpose, author,
                text, media, mark, details, status, reason_code, reason_platform_code, reason, created_at, status_at
            FROM message
            WHERE address = $1 AND address_kind = $2 AND purpose = 'notification' AND conversation IS NULL AND id > $3
            ORDER BY id LIMIT $4
            """,
            [
                .text(customer.value), .name(customer.kind), .integer(page.after?.rawValue ?? 0), .integer(page.limit),
            ], readMessage)
    }

    func outboxEntries(to customer: Address) throws -> [OutboxEntry] {
        try sql.rows(
            """
            SELECT message, contact_point, connection, address_kind, address, purpose, state, due_at, leased_until,
                tries, look_ups, created_at
            FROM outbox WHERE address = $1 AND address_kind = $2 ORDER BY message
            """, [.text(customer.value), .name(customer.kind)], readEntry)
    }

    func unroutedEvents(from customer: Address) throws -> [UnroutedEvent] {
        try sql.rows(
            """
            SELECT id, app, received_at, address_kind, address, from_kind, from_address, text, media, details,
                event_time, event_id
            FROM unrouted WHERE from_address = $1 AND from_kind = $2 ORDER BY id
            """, [.text(customer.value), .name(customer.kind)], readUnrouted)
    }

    func stopEntries(of customer: Address) throws -> [StopEntry] {
        // Few contact points, and the key of each is known.
        try contactPoints().compactMap { try stopEntry(for: customer, at: $0.id) }
    }

    func eraseStopEntry(of customer: Address, at contactPoint: ContactPointID) throws {
        try sql.run(
            "DELETE FROM stop_entry WHERE contact_point = $1 AND address_kind = $2 AND address = $3",
            [.text(contactPoint), .name(customer.kind), .text(customer.value)])
    }

    func eraseUnrouted(_ event: ID<UnroutedEvent>) throws {
        try sql.run("DELETE FROM unrouted WHERE id = $1", [.id(event)])
    }

    func logEntries(naming customer: Address) throws -> (events: Int, audit: Int) {
        try sql.settleEvents()
        let events = try sql.row("SELECT count(*) FROM event WHERE value = $1", [.text(customer.value)]) {
            try $0.number(0)
        }
        let audit = try sql.row(
            "SELECT count(*) FROM audit WHERE replace(before, $1, '') <> before OR replace(after, $1, '') <> after",
            [.text(customer.value)]
        ) { try $0.number(0) }
        return (events ?? 0, audit ?? 0)
    }
}
