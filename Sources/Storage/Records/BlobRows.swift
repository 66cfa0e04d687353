import Gateway
import GatewayModel

extension SQLTransaction {
    func blobPlace() throws -> BlobPlace? {
        try sql.row("SELECT place FROM blob_place WHERE id = 1", []) { try $0.name(0) }
    }

    func setBlobPlace(_ place: BlobPlace) throws {
        try sql.run(
            """
            INSERT INTO blob_place (id, place) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET place = excluded.place
            """, [.name(place)])
    }

    func blob(_ name: BlobName) throws -> StoredBlob? {
        try sql.row("SELECT content, byte_count FROM blob WHERE name = $1", [.text(name.description)]) { row in
            StoredBlob(content: try row.id(0), byteCount: try row.number(1))
        }
    }

    func blobNames(after name: BlobName?, limit: Int) throws -> [BlobName] {
        try sql.rows(
            "SELECT name FROM blob WHERE name > $1 ORDER BY name LIMIT $2",
            [.text(name?.description ?? ""), .integer(limit)]
        ) { try $0.string(0) }.compactMap { BlobName($0) }
    }

    func chunks(of content: ID<BlobContent>, _ numbers: ClosedRange<Int>) throws -> [[UInt8]] {
        try sql.rows(
            "SELECT bytes FROM blob_chunk WHERE content = $1 AND number >= $2 AND number <= $3 ORDER BY number",
            [.id(content), .integer(numbers.lowerBound), .integer(numbers.upperBound)]
        ) { $0.blob(0) ?? [] }
    }

    func insert(_ content: ID<BlobContent>) throws {
        try sql.run("INSERT INTO loose_content (id, is_given_up) VALUES ($1, 0)", [.id(content)])
    }

    func insert(_ chunks: [[UInt8]], of content: ID<BlobContent>, from number: Int) throws {
        // Changes nothing but holds the row: nobody gives the content up before this is committed.
        let held = try sql.changedRows(
            by: "UPDATE loose_content SET is_given_up = 0 WHERE id = $1 AND is_given_up = 0", [.id(content)])
        guard held == 1 else { throw Self.givenUp(content) }
        for (index, chunk) in chunks.enumerated() {
            try sql.run(
                "INSERT INTO blob_chunk (content, number, bytes) VALUES ($1, $2, $3)",
                [.id(content), .integer(number + index), .blob(chunk)])
        }
    }

    func point(_ name: BlobName, at blob: StoredBlob) throws {
        let freed = try sql.changedRows(
            by: "DELETE FROM loose_content WHERE id = $1 AND is_given_up = 0", [.id(blob.content)])
        guard freed == 1 else { throw Self.givenUp(blob.content) }
        _ = try deleteBlob(name)
        try sql.run(
            "INSERT INTO blob (name, content, byte_count) VALUES ($1, $2, $3)",
            [.text(name.description), .id(blob.content), .integer(blob.byteCount)])
    }

    func deleteBlob(_ name: BlobName) throws -> ID<BlobContent>? {
        let content: ID<BlobContent>? = try sql.row(
            "DELETE FROM blob WHERE name = $1 RETURNING content", [.text(name.description)]
        ) { try $0.id(0) }
        if let content { try sql.run("INSERT INTO loose_content (id, is_given_up) VALUES ($1, 1)", [.id(content)]) }
        return content
    }

    func looseContents(below id: ID<BlobContent>, limit: Int) throws -> [ID<BlobContent>] {
        try sql.rows(
            "SELECT id FROM loose_content WHERE is_given_up = 1 OR id < $1 ORDER BY id LIMIT $2",
            [.id(id), .integer(limit)]
        ) { try $0.id(0) }
    }

    func remove(_ content: ID<BlobContent>, chunks limit: Int) throws -> Bool {
        // One that a name points at by now has no such row.
        let held = try sql.changedRows(by: "UPDATE loose_content SET is_given_up = 1 WHERE id = $1", [.id(content)])
        guard held == 1 else { return true }
        let removed = try sql.changedRows(
            by: """
                DELETE FROM blob_chunk WHERE content = $1 AND number IN (
                    SELECT number FROM blob_chunk WHERE content = $1 ORDER BY number LIMIT $2)
                """, [.id(content), .integer(limit)])
        guard removed < limit else { return false }
        try sql.run("DELETE FROM loose_content WHERE id = $1", [.id(content)])
        return true
    }

    private static func givenUp(_ content: ID<BlobContent>) -> StoreFailure {
        StoreFailure("\(content) took too long to be written and was given up.")
    }
}
