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

    func answers(
        after key: IdempotencyKey?, limit: Int
    ) throws -> [(key: IdempotencyKey, answer: KeptAnswer)] {
        try sql.rows(
            """
            SELECT principal, route, key, request_hash, status, body, at FROM kept_answer
            WHERE (principal, route, key) > ($1, $2, $3) ORDER BY principal, route, key LIMIT $4
            """,
            [.text(key?.principal ?? ""), .text(key?.route ?? ""), .text(key?.text ?? ""), .integer(limit)]
        ) { row in
            (
                key: IdempotencyKey(principal: try row.string(0), route: try row.string(1), text: try row.string(2)),
                answer: KeptAnswer(
                    requestHash: row.blob(3) ?? [], status: try row.number(4), body: row.blob(5) ?? [],
                    at: try row.time(6))
            )
        }
    }

    func forgetAnswer(to key: IdempotencyKey) throws {
        try sql.run(
            "UPDATE kept_answer SET status = 0, body = $4 WHERE principal = $1 AND route = $2 AND key = $3",
            [.text(key.principal), .text(key.route), .text(key.text), .blob([])])
    }

    func deleteAnswers(before moment: Timestamp) throws {
        try sql.run("DELETE FROM kept_answer WHERE at < $1", [.time(moment)])
    }
}
