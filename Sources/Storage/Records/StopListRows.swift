import Gateway
import GatewayModel

extension SQLTransaction {
    func stopEntry(for address: Address, at contactPoint: ContactPointID) throws -> StopEntry? {
        try sql.row(
            """
            SELECT contact_point, address_kind, address, is_stopped, source, actor, since, imported_by, imported_at
            FROM stop_entry WHERE contact_point = $1 AND address_kind = $2 AND address = $3
            """, [.text(contactPoint), .name(address.kind), .text(address.value)], read)
    }

    func put(_ entry: StopEntry) throws {
        try sql.run(
            """
            INSERT INTO stop_entry (contact_point, address_kind, address, is_stopped, source, actor, since,
                imported_by, imported_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (contact_point, address_kind, address) DO UPDATE SET is_stopped = excluded.is_stopped,
                source = excluded.source, actor = excluded.actor, since = excluded.since,
                imported_by = excluded.imported_by, imported_at = excluded.imported_at
            """,
            [
                .text(entry.contactPoint), .name(entry.address.kind), .text(entry.address.value),
                .flag(entry.isStopped), .name(entry.source), .text(entry.actor), .time(entry.since),
                .text(entry.imported?.by), .time(entry.imported?.at),
            ])
    }

    func stopEntries(at contactPoint: ContactPointID, _ page: Page<Address>) throws -> [StopEntry] {
        try sql.rows(
            """
            SELECT contact_point, address_kind, address, is_stopped, source, actor, since, imported_by, imported_at
            FROM stop_entry
            WHERE contact_point = $1 AND (address_kind, address) > ($2, $3) AND is_stopped = 1
            ORDER BY address_kind, address LIMIT $4
            """,
            [
                .text(contactPoint), .text(page.after?.kind.rawValue ?? ""), .text(page.after?.value ?? ""),
                .integer(page.limit),
            ], read)
    }

    func stopEntries(_ page: Page<StopEntry>) throws -> [StopEntry] {
        try sql.rows(
            """
            SELECT contact_point, address_kind, address, is_stopped, source, actor, since, imported_by, imported_at
            FROM stop_entry
            WHERE (contact_point, address_kind, address) > ($1, $2, $3) AND is_stopped = 1
            ORDER BY contact_point, address_kind, address LIMIT $4
            """,
            [
                .text(page.after?.contactPoint.rawValue ?? ""), .text(page.after?.address.kind.rawValue ?? ""),
                .text(page.after?.address.value ?? ""), .integer(page.limit),
            ], read)
    }

    private func read(_ row: any SQLRow) throws -> StopEntry {
        StopEntry(
            contactPoint: try row.contactPoint(0), address: try row.address(1), isStopped: try row.flag(3),
            source: try row.name(4), actor: try row.string(5), since: try row.time(6), imported: imported(row))
    }

    private func imported(_ row: any SQLRow) -> StopEntry.Import? {
        guard let by = row.text(7), let at = row.optionalTime(8) else { return nil }
        return StopEntry.Import(by: by, at: at)
    }
}
