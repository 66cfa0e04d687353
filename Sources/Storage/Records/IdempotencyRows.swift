import Gateway
import GatewayModel

extension SQLTransaction {
    func answer(to key: IdempotencyKey) throws -> KeptAnswer? {
        try sql.row(
            """
            SELECT request_hash, status, body, at FROM kept_answer
            WHERE principal = $1 AND route = $2 AND key = $3
            """, [.text(key.principal), .text(key.route), .text(key.text)]
        ) { row in
            KeptAnswer(
                requestHash: row.blob(0) ?? [], status: try row.number(1), body: row.blob(2) ?? [],
                at: try row.time(3))
        }
    }

    func keep(_ answer: KeptAnswer, to key: IdempotencyKey) throws {
        try sql.run(
            """
            INSERT INTO kept_answer (principal, route, key, request_hash, status, body, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(key.principal), .text(key.route), .text(key.text), .blob(answer.requestHash),
                .integer(answer.status), .blob(answer.body), .time(answer.at),
            ])
    }

    func deleteAnswers(before moment: Timestamp) throws {
        try sql.run("DELETE FROM kept_answer WHERE at < $1", [.time(moment)])
    }
}
