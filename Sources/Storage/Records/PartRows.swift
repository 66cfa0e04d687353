import ConnectorKit
import Gateway
import GatewayModel

extension SQLTransaction {
    func parts(of message: ID<Message>) throws -> [PartRecord] {
        try sql.rows(
            """
            SELECT number, text, media, units, state, status, platform_id, attempted_at, reported_at, quick_replies
            FROM part WHERE message = $1 ORDER BY number
            """, [.id(message)]
        ) { row in
            PartRecord(
                number: try row.number(0),
                part: Part(
                    text: row.text(1), media: try row.json(2, empty: []), units: try row.number(3),
                    quickReplies: try row.json(9, empty: [])),
                state: try row.name(4), status: try row.name(5), platformID: row.text(6),
                attemptedAt: row.optionalTime(7), reportedAt: row.optionalTime(8))
        }
    }

    func insert(_ part: PartRecord, of message: ID<Message>, app: ID<PlatformApp>) throws {
        try sql.run(
            """
            INSERT INTO part (message, number, text, media, units, state, status, app, platform_id, attempted_at,
                reported_at, quick_replies)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .id(message), .integer(part.number), .text(part.part.text), try .json(part.part.media),
                .integer(part.part.units), .name(part.state), .name(part.status), .id(app), .text(part.platformID),
                .time(part.attemptedAt), .time(part.reportedAt), try .json(part.part.quickReplies),
            ])
    }

    func update(_ part: PartRecord, of message: ID<Message>) throws {
        try sql.run(
            """
            UPDATE part SET state = $3, status = $4, platform_id = $5, attempted_at = $6, reported_at = $7
            WHERE message = $1 AND number = $2
            """,
            [
                .id(message), .integer(part.number), .name(part.state), .name(part.status), .text(part.platformID),
                .time(part.attemptedAt), .time(part.reportedAt),
            ])
    }

    func app(of part: PartReference) throws -> ID<PlatformApp>? {
        try sql.row(
            "SELECT app FROM part WHERE message = $1 AND number = $2", [.id(part.message), .integer(part.number)]
        ) { $0.optionalID(0) } ?? nil
    }

    func part(app: ID<PlatformApp>, platformID: String) throws -> PartReference? {
        try sql.row(
            "SELECT message, number FROM part WHERE app = $1 AND platform_id = $2", [.id(app), .text(platformID)]
        ) { PartReference(message: try $0.id(0), number: try $0.number(1)) }
    }

    func insert(_ attempt: Attempt) throws {
        try sql.run(
            """
            INSERT INTO attempt (id, message, part, started_at, is_possible_duplicate)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .id(attempt.id), .id(attempt.part.message), .integer(attempt.part.number), .time(attempt.startedAt),
                .flag(attempt.isPossibleDuplicate),
            ])
    }

    func update(_ attempt: Attempt) throws {
        try sql.run(
            """
            UPDATE attempt SET ended_at = $2, outcome = $3, reason_code = $4, reason_platform_code = $5, reason = $6
            WHERE id = $1
            """,
            [
                .id(attempt.id), .time(attempt.endedAt), .name(attempt.outcome), .text(attempt.reason?.code),
                .text(attempt.reason?.platformCode), .text(attempt.reason?.explanation),
            ])
    }

    func attempts(of message: ID<Message>) throws -> [Attempt] {
        try sql.rows(
            """
            SELECT id, message, part, started_at, is_possible_duplicate, ended_at, outcome,
                reason_code, reason_platform_code, reason
            FROM attempt WHERE message = $1 ORDER BY id
            """, [.id(message)]
        ) { row in
            Attempt(
                id: try row.id(0), part: PartReference(message: try row.id(1), number: try row.number(2)),
                startedAt: try row.time(3), isPossibleDuplicate: try row.flag(4), endedAt: row.optionalTime(5),
                outcome: try row.optionalName(6), reason: try row.reason(7))
        }
    }
}
