import Gateway
import GatewayModel

extension SQLTransaction {
    func wantName(
        of customer: Address, at connection: ID<Connection>, due moment: Timestamp, unlessSaidSince fresh: Timestamp
    ) throws {
        try sql.run(
            """
            INSERT INTO customer_name (address_kind, address, connection, due_at, is_leased, tries)
            VALUES ($1, $2, $3, $4, 0, 0)
            ON CONFLICT (address_kind, address) DO UPDATE
                SET connection = excluded.connection, due_at = excluded.due_at, tries = 0
                WHERE customer_name.due_at IS NULL AND (customer_name.name IS NULL OR customer_name.said_at < $5)
            """,
            [.name(customer.kind), .text(customer.value), .id(connection), .time(moment), .time(fresh)])
    }

    func nameRecord(of customer: Address) throws -> CustomerNameRecord? {
        try sql.row(
            """
            SELECT address_kind, address, connection, name, said_at, due_at, is_leased, tries FROM customer_name
            WHERE address_kind = $1 AND address = $2
            """, [.name(customer.kind), .text(customer.value)], readNameRecord)
    }

    func update(_ record: CustomerNameRecord) throws {
        try sql.run(
            """
            UPDATE customer_name SET connection = $3, name = $4, said_at = $5, due_at = $6, is_leased = $7, tries = $8
            WHERE address_kind = $1 AND address = $2
            """,
            [
                .name(record.customer.kind), .text(record.customer.value), .id(record.connection),
                .text(record.name?.text), .time(record.saidAt), .time(record.dueAt), .flag(record.isLeased),
                .integer(record.tries),
            ])
    }

    func dueNames(by now: Timestamp, limit: Int) throws -> [CustomerNameRecord] {
        try sql.rows(
            """
            SELECT address_kind, address, connection, name, said_at, due_at, is_leased, tries FROM customer_name
            WHERE due_at <= $1 ORDER BY due_at LIMIT $2
            """, [.time(now), .integer(limit)], readNameRecord)
    }

    func nextNameDue() throws -> Timestamp? {
        try sql.row("SELECT due_at FROM customer_name WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1", []) {
            try $0.time(0)
        }
    }

    func postponeNames(at connection: ID<Connection>, until moment: Timestamp) throws {
        try sql.run(
            "UPDATE customer_name SET due_at = $2 WHERE due_at < $2 AND connection = $1 AND is_leased = 0",
            [.id(connection), .time(moment)])
    }

    func takeBackNames(at now: Timestamp) throws {
        // A lease that has run out is due as it is.
        try sql.run(
            "UPDATE customer_name SET is_leased = 0, due_at = $1 WHERE due_at > $1 AND is_leased = 1", [.time(now)])
    }

    func eraseName(of customer: Address) throws {
        try sql.run(
            "DELETE FROM customer_name WHERE address_kind = $1 AND address = $2",
            [.name(customer.kind), .text(customer.value)])
    }

    /// The name of somebody with whom no conversation is left.
    func eraseNameOfNobody(_ customer: Address) throws {
        try sql.run(
            """
            DELETE FROM customer_name WHERE address_kind = $1 AND address = $2 AND NOT EXISTS (
                SELECT 1 FROM conversation WHERE conversation.address = $2 AND conversation.address_kind = $1)
            """, [.name(customer.kind), .text(customer.value)])
    }

    private func readNameRecord(_ row: any SQLRow) throws -> CustomerNameRecord {
        CustomerNameRecord(
            customer: try row.address(0), connection: try row.id(2), name: row.text(3).flatMap(CustomerName.init),
            saidAt: row.optionalTime(4), dueAt: row.optionalTime(5), isLeased: try row.flag(6),
            tries: try row.number(7))
    }
}
