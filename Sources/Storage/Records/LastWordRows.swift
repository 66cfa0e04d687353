import Gateway
import GatewayModel

extension SQLTransaction {
    func noteLastWord(of customer: Address, to connection: ID<Connection>, at moment: Timestamp) throws {
        try sql.run(
            """
            INSERT INTO last_word (connection, address_kind, address, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (connection, address_kind, address) DO UPDATE SET at = excluded.at
                WHERE excluded.at > last_word.at
            """, [.id(connection), .name(customer.kind), .text(customer.value), .time(moment)])
    }

    func lastWord(of customer: Address, to connection: ID<Connection>) throws -> Timestamp? {
        try sql.row(
            "SELECT at FROM last_word WHERE connection = $1 AND address_kind = $2 AND address = $3",
            [.id(connection), .name(customer.kind), .text(customer.value)]
        ) { $0.optionalTime(0) } ?? nil
    }

    func eraseLastWords(of customer: Address) throws {
        try sql.run(
            "DELETE FROM last_word WHERE address = $1 AND address_kind = $2",
            [.text(customer.value), .name(customer.kind)])
    }
}
