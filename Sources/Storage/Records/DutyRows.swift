import Gateway

extension SQLTransaction {
    func duties() throws -> [DutyRecord] {
        try sql.rows("SELECT name, holder, fence, beat FROM duty ORDER BY name", []) { row in
            Duty(rawValue: try row.string(0)).map { duty in
                DutyRecord(
                    duty, holder: row.integer(1).map { Int($0) }, fence: row.integer(2) ?? 0, beat: row.integer(3) ?? 0)
            }
        }.compactMap(\.self)
    }

    func put(_ record: DutyRecord) throws {
        try sql.run(
            """
            INSERT INTO duty (name, holder, fence, beat) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = excluded.fence, beat = excluded.beat
            """,
            [
                .name(record.duty), record.holder.map { .integer($0) } ?? .null, .integer(record.fence),
                .integer(record.beat),
            ])
    }

    func fence(of duty: Duty) throws -> Int64 {
        try sql.row("SELECT fence FROM duty WHERE name = $1", [.name(duty)]) { $0.integer(0) ?? 0 } ?? 0
    }

    func isConnected(node: Int) throws -> Bool { try sql.isConnected(node: node) }
}
