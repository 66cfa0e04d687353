import Gateway
import GatewayModel

extension SQLTransaction {
    func insert(_ fetch: DueFetch) throws {
        try sql.run(
            "INSERT INTO media_fetch (media, due_at, is_leased, tries) VALUES ($1, $2, $3, $4)",
            [.id(fetch.media), .time(fetch.dueAt), .flag(fetch.isLeased), .integer(fetch.tries)])
    }

    func update(_ fetch: DueFetch) throws {
        try sql.run(
            "UPDATE media_fetch SET due_at = $2, is_leased = $3, tries = $4 WHERE media = $1",
            [.id(fetch.media), .time(fetch.dueAt), .flag(fetch.isLeased), .integer(fetch.tries)])
    }

    func dueFetches(by now: Timestamp, limit: Int) throws -> [DueFetch] {
        try sql.rows(
            """
            SELECT media, due_at, is_leased, tries FROM media_fetch WHERE due_at <= $1 ORDER BY due_at LIMIT $2
            """, [.time(now), .integer(limit)]
        ) {
            DueFetch(media: try $0.id(0), dueAt: try $0.time(1), isLeased: try $0.flag(2), tries: try $0.number(3))
        }
    }

    func nextFetchDue() throws -> Timestamp? {
        try sql.row("SELECT due_at FROM media_fetch ORDER BY due_at LIMIT 1", []) { try $0.time(0) }
    }

    func takeBackFetches(at now: Timestamp) throws {
        try sql.run("UPDATE media_fetch SET is_leased = 0, due_at = $1 WHERE is_leased = 1", [.time(now)])
    }

    func deleteFetch(of media: ID<Media>) throws {
        try sql.run("DELETE FROM media_fetch WHERE media = $1", [.id(media)])
    }
}
