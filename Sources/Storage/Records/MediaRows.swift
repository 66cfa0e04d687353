import Gateway
import GatewayModel

extension SQLTransaction {
    func insert(_ media: Media) throws {
        try sql.run(
            """
            INSERT INTO media (id, direction, message, position, source_url, declared_type, type, file_name,
                byte_count, hash, state, reason_code, reason_platform_code, reason, created_at, notification)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                .id(media.id), .name(media.direction), .id(media.message), .integer(media.position),
                .text(media.sourceURL), .text(media.declaredType), .text(media.type), .text(media.fileName),
                media.byteCount.map { .integer($0) } ?? .null, media.hash.map { .blob($0) } ?? .null,
                .name(media.state), .text(media.reason?.code), .text(media.reason?.platformCode),
                .text(media.reason?.explanation), .time(media.createdAt), .id(media.notification),
            ])
    }

    func update(_ media: Media) throws {
        try sql.run(
            """
            UPDATE media SET message = $2, position = $3, type = $4, byte_count = $5, hash = $6, state = $7,
                reason_code = $8, reason_platform_code = $9, reason = $10, notification = $11
            WHERE id = $1
            """,
            [
                .id(media.id), .id(media.message), .integer(media.position), .text(media.type),
                media.byteCount.map { .integer($0) } ?? .null, media.hash.map { .blob($0) } ?? .null,
                .name(media.state), .text(media.reason?.code), .text(media.reason?.platformCode),
                .text(media.reason?.explanation), .id(media.notification),
            ])
    }

    func media(_ id: ID<Media>) throws -> Media? {
        try sql.row(
            """
            SELECT id, direction, message, position, source_url, declared_type, type, file_name, byte_count, hash,
                state, reason_code, reason_platform_code, reason, created_at, notification
            FROM media WHERE id = $1
            """, [.id(id)], readMedia)
    }

    func media(of message: ID<Message>) throws -> [Media] {
        try sql.rows(
            """
            SELECT id, direction, message, position, source_url, declared_type, type, file_name, byte_count, hash,
                state, reason_code, reason_platform_code, reason, created_at, notification
            FROM media WHERE message = $1 ORDER BY position
            """, [.id(message)], readMedia)
    }

    func readyMedia(after id: ID<Media>?, limit: Int) throws -> [Media] {
        try sql.rows(
            """
            SELECT id, direction, message, position, source_url, declared_type, type, file_name, byte_count, hash,
                state, reason_code, reason_platform_code, reason, created_at, notification
            FROM media WHERE id > $1 AND state = 'ready' ORDER BY id LIMIT $2
            """, [.integer(id?.rawValue ?? 0), .integer(limit)], readMedia)
    }

    func media(ofNotification id: ID<Notification>) throws -> [Media] {
        try sql.rows(
            """
            SELECT id, direction, message, position, source_url, declared_type, type, file_name, byte_count, hash,
                state, reason_code, reason_platform_code, reason, created_at, notification
            FROM media WHERE notification = $1 ORDER BY position
            """, [.id(id)], readMedia)
    }

    func deleteMedia(of message: ID<Message>) throws {
        try sql.run(
            "DELETE FROM media_fetch WHERE media IN (SELECT id FROM media WHERE message = $1)", [.id(message)])
        try sql.run("DELETE FROM media WHERE message = $1", [.id(message)])
    }

    func unusedUploads(below id: ID<Media>, limit: Int) throws -> [ID<Media>] {
        try sql.rows(
            """
            SELECT id FROM media WHERE message IS NULL AND notification IS NULL AND id < $1 ORDER BY id LIMIT $2
            """, [.id(id), .integer(limit)]
        ) { try $0.id(0) }
    }

    func deleteMedia(_ id: ID<Media>) throws {
        try sql.run("DELETE FROM media_fetch WHERE media = $1", [.id(id)])
        try sql.run("DELETE FROM media WHERE id = $1", [.id(id)])
    }

    private func readMedia(_ row: any SQLRow) throws -> Media {
        Media(
            id: try row.id(0), direction: try row.name(1), message: row.optionalID(2),
            notification: row.optionalID(15), position: try row.number(3), sourceURL: row.text(4),
            declaredType: row.text(5), type: row.text(6), fileName: row.text(7),
            byteCount: row.integer(8).map { Int($0) }, hash: row.blob(9), state: try row.name(10),
            reason: try row.reason(11), createdAt: try row.time(14))
    }
}
